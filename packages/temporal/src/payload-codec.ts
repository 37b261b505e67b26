// Encrypts payloads before Temporal stores them (AES-256-GCM), in the format of Temporal's own samples: the serialized
// payload as 12 bytes of nonce, ciphertext and tag, with the key's ID in the metadata (docs/adr/0010).
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { decrypt, encrypt, type RingKey } from '@makewhole/runtime/key-ring';
import type { PayloadKeys } from './payload-keys.ts';

const PayloadMessage = proto.temporal.api.common.v1.Payload;
const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';

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
      first === undefined ? payloads : payloads.map((payload) => seal(first, payload)),
    decode: async (payloads) => payloads.map((payload) => open(keys, payload)),
  };
}

function seal(key: RingKey, payload: Payload): Payload {
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(key.id) },
    data: encrypt(key, PayloadMessage.encode(payload).finish()),
  };
}

/** @throws UnreadablePayloadError if the key is missing, or the payload was altered */
function open(keys: PayloadKeys, payload: Payload): Payload {
  if (textOf(payload.metadata?.encoding) !== ENCODING) return payload;
  const id = textOf(payload.metadata?.[KEY_ID]);
  const key = keys.find((one) => one.id === id);
  if (key === undefined) {
    throw new UnreadablePayloadError(
      `A payload was encrypted with the key "${id}", which TEMPORAL_PAYLOAD_KEYS of this process does not have. Add it: what waits goes on then.`,
    );
  }
  try {
    return PayloadMessage.decode(decrypt(key, payload.data ?? new Uint8Array()));
  } catch {
    throw new UnreadablePayloadError(
      `A payload cannot be decrypted with the key "${id}": it was changed, or that ID means another key here.`,
    );
  }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
