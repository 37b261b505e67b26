import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header contains this token, compared in constant time. */
export function isBearer(authorization: string | undefined, token: string): boolean {
  return timingSafeEqual(hashOf(authorization ?? ''), hashOf(`Bearer ${token}`));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
