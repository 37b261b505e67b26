// Credentials of payment companies, sealed before they are stored: whoever reads the database, or a backup of it, learns
// none, and a sealed one that is copied to another firm's connection does not open there.
import { z } from 'zod';
import { decrypt, encrypt, keyRingSchema, type KeyRing } from './key-ring.ts';

/** The settings, for every process that calls a payment company. */
export const CREDENTIAL_ENV = {
  MAKEWHOLE_ALLOW_PROCESSOR_URL: z
    .stringbool()
    .default(false)
    .describe('1 lets a connection in test mode name another server than the company’s own'),
  CREDENTIAL_KEYS: keyRingSchema.describe(
    'the keys that seal the credentials of payment companies, the one that seals first: ID:base64 of 32 random bytes, with commas between',
  ),
};

/** Whose credentials they are. A replaced set has the next version. */
export type CredentialsOf = {
  readonly firmId: string;
  readonly connectionId: string;
  readonly version: number;
};

export type SealedCredentials = { readonly sealed: Uint8Array; readonly keyId: string };

/** Credentials that this process cannot read now: what waits for them is tried again. */
class UnreadableCredentialsError extends Error {
  override readonly name = 'UnreadableCredentialsError';
}

/** @throws UnreadableCredentialsError if CREDENTIAL_KEYS is empty */
export function sealCredentials(keys: KeyRing, of: CredentialsOf, credentials: unknown): SealedCredentials {
  const [first] = keys;
  if (first === undefined) {
    throw new UnreadableCredentialsError(
      'CREDENTIAL_KEYS is not set, so credentials cannot be stored. Set it in the API and in the worker.',
    );
  }
  const plain = Buffer.from(JSON.stringify(credentials));
  return { sealed: encrypt(first, plain, boundTo(of)), keyId: first.id };
}

/**
 * @returns what was sealed, as JSON has it
 * @throws UnreadableCredentialsError if the key is missing, or the sealed text was altered or belongs elsewhere
 */
export function openCredentials(
  keys: KeyRing,
  of: CredentialsOf,
  { sealed, keyId }: SealedCredentials,
): unknown {
  const key = keys.find((one) => one.id === keyId);
  if (key === undefined) {
    throw new UnreadableCredentialsError(
      `The credentials of the connection ${of.connectionId} were sealed with the key "${keyId}", which CREDENTIAL_KEYS of this process does not have. Add it: what waits goes on then.`,
    );
  }
  try {
    return JSON.parse(decrypt(key, sealed, boundTo(of)).toString());
  } catch {
    throw new UnreadableCredentialsError(
      `The credentials of the connection ${of.connectionId} cannot be opened with the key "${keyId}": they were changed or belong to another connection, or that ID means another key here.`,
    );
  }
}

function boundTo({ firmId, connectionId, version }: CredentialsOf): string {
  return `${firmId}|${connectionId}|${version}`;
}
