// Encrypts payloads before Temporal stores them (AES-256-GCM), in the format of Temporal's own samples: the serialized
// payload as 12 bytes of nonce, ciphertext and tag, with the key's ID in the metadata (docs/adr/0010).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { PayloadKey, PayloadKeys } from './payload-keys.ts';

const PayloadMessage = proto.temporal.api.common.v1.Payload;
const ALGORITHM = 'aes-256-gcm';
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A payload that this process cannot read now. It never ends a refund: workflow tasks and activities are retried until
 * it can.
 */
export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError';
}

/**
 * Encrypts with the first key and decrypts with the key that a payload names. Reads plain payloads as they are, so
 * that encryption can be switched on while refunds are in flight.
 */
export function createPayloadCodec(keys: PayloadKeys): PayloadCodec {
  const [first] = keys;
  return {
    encode: async (payloads) =>
      first === undefined ? payloads : payloads.map((payload) => encrypt(first, payload)),
    decode: async (payloads) => payloads.map((payload) => decrypt(keys, payload)),
  };
}

function encrypt({ id, secret }: PayloadKey, payload: Payload): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, secret, nonce);
  const sealed = [cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()];
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(id) },
    data: Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]),
  };
}

/** @throws UnreadablePayloadError if the key is missing, or the payload was altered */
function decrypt(keys: PayloadKeys, payload: Payload): Payload {
  if (textOf(payload.metadata?.encoding) !== ENCODING) return payload;
  const id = textOf(payload.metadata?.[KEY_ID]);
  const key = keys.find((one) => one.id === id);
  if (key === undefined) {
    throw new UnreadablePayloadError(
      `A payload was encrypted with the key "${id}", which TEMPORAL_PAYLOAD_KEYS of this process does not have. Add it: what waits goes on then.`,
    );
  }
  const data = payload.data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv(ALGORITHM, key.secret, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(data.subarray(-TAG_BYTES));
    const opened = [decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return PayloadMessage.decode(Buffer.concat(opened));
  } catch {
    throw new UnreadablePayloadError(
      `A payload cannot be decrypted with the key "${id}": it was changed, or that ID means another key here.`,
    );
  }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
