// The keys that encrypt payloads before Temporal stores them, read from the environment.
import { keyRingSchema, type KeyRing } from '@makewhole/runtime/key-ring';

/** With none, payloads stay plain. */
export type PayloadKeys = KeyRing;

export const payloadKeysSchema = keyRingSchema.describe(
  'the keys of payloads, the one that encrypts first: ID:base64 of 32 random bytes, with commas between',
);
