import { createHash } from 'node:crypto';

/** Lets people and secret scanners recognize a key. */
export const API_KEY_PREFIX = 'mk_live_';

/** SHA-256 in hex. Needs no salt and no slow hash: a key is 32 random bytes, which nobody can guess. */
export function apiKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
