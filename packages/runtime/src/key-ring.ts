// Keys for what is encrypted at rest, read from the environment: payloads at Temporal, and credentials of payment companies.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export type RingKey = { readonly id: string; readonly secret: KeyObject };
/** The first key encrypts, and every key decrypts. */
export type KeyRing = readonly RingKey[];

const KEY_ID = '[A-Za-z0-9._-]{1,64}';
/** Base64 of exactly 32 bytes. */
const ENTRY = new RegExp(`^(?<id>${KEY_ID}):(?<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$`);

/** `id:base64,id:base64`. Errors name a key's position only: even a malformed key is a secret. */
export const keyRingSchema = z
  .string()
  .default('')
  .transform((text, context): KeyRing => {
    const keys: RingKey[] = [];
    for (const [index, entry] of text === '' ? [] : text.split(',').entries()) {
      const { id = '', secret = '' } = ENTRY.exec(entry.trim())?.groups ?? {};
      const isTwice = keys.some((key) => key.id === id);
      if (id === '' || isTwice) {
        const fault = isTwice ? `has the ID "${id}" again` : 'is not ID:base64 of 32 bytes';
        context.addIssue({ code: 'custom', message: `key ${index + 1} ${fault}` });
        return z.NEVER;
      }
      keys.push({ id, secret: createSecretKey(secret, 'base64') });
    }
    return keys;
  });

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM.
 * @param boundTo what the text belongs to: it can be decrypted only with the same words
 * @returns 12 bytes of nonce, the ciphertext, and 16 bytes of tag
 */
export function encrypt({ secret }: RingKey, plain: Uint8Array, boundTo = ''): Buffer<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, secret, nonce);
  cipher.setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Reverses `encrypt`. @throws Error if it was altered, was bound to something else, or is of another key */
export function decrypt({ secret }: RingKey, sealed: Uint8Array, boundTo = ''): Buffer<ArrayBuffer> {
  const decipher = createDecipheriv(ALGORITHM, secret, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
