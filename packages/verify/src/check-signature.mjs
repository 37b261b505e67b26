// A checkpoint is signed with a key that is not in the database: whoever rewrites the trail there cannot sign it.
import { createPublicKey, verify } from 'node:crypto';

/** The SPKI prefix before the 32 bytes of an Ed25519 public key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** @throws Error if a text is not a public key */
export function createSignatureCheck(publicKeys) {
  const keys = publicKeys.map(readKey);
  return (hash, signature) => {
    const bytes = Buffer.from(signature, 'base64url');
    return keys.some((key) => verify(null, Buffer.from(hash), key, bytes));
  };
}

function readKey(text) {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`${text} is no public key: not 32 bytes in base64`);
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' });
}
