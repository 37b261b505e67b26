import { randomBytes } from 'node:crypto';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from '@makewhole/temporal/payload-codec';
import { payloadKeysSchema } from '@makewhole/temporal/payload-keys';

/** Payload keys that a test makes as it needs them, with a converter for its own clients that knows every one. */
export function createKeyRing() {
  const secrets = new Map<string, string>();
  let codec = createPayloadCodec([]);
  const settingOf = (ids: readonly string[]): string =>
    ids
      .map((id) => {
        const secret = secrets.get(id) ?? randomBytes(32).toString('base64');
        secrets.set(id, secret);
        return `${id}:${secret}`;
      })
      .join(',');
  const dataConverter: DataConverter = {
    payloadCodecs: [
      {
        encode: (payloads, context) => codec.encode(payloads, context),
        decode: (payloads, context) => codec.decode(payloads, context),
      },
    ],
  };
  return {
    dataConverter,
    /** TEMPORAL_PAYLOAD_KEYS with these keys, made where they are new. */
    settingOf,
    /** From now on the test's own client encrypts with this key; it still reads what any earlier one encrypted. */
    encryptWith(id: string): void {
      settingOf([id]);
      const others = [...secrets.keys()].filter((one) => one !== id);
      codec = createPayloadCodec(payloadKeysSchema.parse(settingOf([id, ...others])));
    },
  };
}
