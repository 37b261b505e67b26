// The keys that encrypt payloads before Temporal stores them, read from the environment.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export type PayloadKey = { readonly id: string; readonly secret: KeyObject };
/** The first key encrypts, and every key decrypts; with none, payloads stay plain. */
export type PayloadKeys = readonly PayloadKey[];

const KEY_ID = '[A-Za-z0-9._-]{1,64}';
/** Base64 of exactly 32 bytes. */
const ENTRY = new RegExp(`^(?<id>${KEY_ID}):(?<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$`);

/** `id:base64,id:base64`. Errors name a key's position only: even a malformed key is a secret. */
export const payloadKeysSchema = z
  .string()
  .default('')
  .transform((text, context): PayloadKeys => {
    const keys: PayloadKey[] = [];
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
  })
  .describe(
    'the keys of payloads, the one that encrypts first: ID:base64 of 32 random bytes, with commas between',
  );
