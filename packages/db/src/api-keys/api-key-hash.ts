import { createHash } from 'node:crypto';

/** By which a person or a secret scanner tells what it is. */
export const API_KEY_PREFIX = 'mk_live_';

/** SHA-256 in hex. No salt and no slow hash: a key is 32 random bytes, which nobody guesses. */
export function apiKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
