import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header has this token, in a time that tells nothing about where they differ. */
export function isBearer(authorization: string | undefined, token: string): boolean {
  return timingSafeEqual(hashOf(authorization ?? ''), hashOf(`Bearer ${token}`));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
