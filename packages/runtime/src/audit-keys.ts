// The key pair that signs the checkpoints of the audit trail (docs/audit.md): the worker has the private half; the API
// shows the public half, and auditors keep it. Neither is in the database.
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** 32 bytes in base64 or base64url: what `openssl rand -base64 32` prints. */
const KEY = /^[A-Za-z0-9+/_-]{43}=?$/;
/** The PKCS #8 prefix before the 32 bytes of a seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_BYTES = 32;

/** The worker's setting. */
export const AUDIT_SIGNING_ENV = {
  AUDIT_SIGNING_KEY: z
    .string()
    .regex(KEY, 'not 32 bytes in base64')
    .optional()
    .describe('32 random bytes in base64, which sign the audit trail; it is not signed without them'),
};

/** The API's setting. */
export const AUDIT_PUBLIC_ENV = {
  AUDIT_PUBLIC_KEYS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter((key) => key !== ''))
    .refine((keys) => keys.every((key) => KEY.test(key)), 'not keys of 32 bytes in base64, commas between')
    .describe('the public keys that verify the audit trail, in base64, commas between; the newest first'),
};

/**
 * Signs the hash of a checkpoint.
 * @param seed AUDIT_SIGNING_KEY
 * @returns Ed25519 signature in base64url
 */
export function createCheckpointSigner(seed: string): (hash: string) => string {
  const key = privateKeyOf(seed);
  return (hash) => sign(null, Buffer.from(hash), key).toString('base64url');
}

/** The public half of AUDIT_SIGNING_KEY, in base64url: for AUDIT_PUBLIC_KEYS and the verifier's `--public-key`. */
export function auditPublicKeyOf(seed: string): string {
  const der = createPublicKey(privateKeyOf(seed)).export({ type: 'spki', format: 'der' });
  return der.subarray(-PUBLIC_BYTES).toString('base64url');
}

function privateKeyOf(seed: string): KeyObject {
  const key = Buffer.concat([PKCS8_PREFIX, Buffer.from(seed, 'base64')]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
