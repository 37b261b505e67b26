import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';
import { payloadKeysSchema, type PayloadKeys } from './payload-keys.ts';

const secret = () => randomBytes(32).toString('base64');
const [OLD, NEW] = [`k1:${secret()}`, `k2:${secret()}`];
const keysOf = (text: string): PayloadKeys => payloadKeysSchema.parse(text);
const codec = createPayloadCodec(keysOf(`${NEW},${OLD}`));
const only = async (payloads: Promise<Payload[]>): Promise<Payload> => {
  const [payload, ...others] = await payloads;
  if (payload === undefined || others.length > 0) throw new Error('This is not one payload.');
  return payload;
};
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload): unknown => defaultPayloadConverter.fromPayload(payload);

describe('a payload', () => {
  it('comes back as it was, and shows nothing of itself meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 8 }), async (value, word) => {
        const sealed = await only(codec.encode([payloadOf({ value, word })]));
        expect(Buffer.from(sealed.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
        expect(Buffer.from(sealed.metadata?.['encryption-key-id'] ?? []).toString()).toBe('k2');
        expect(Buffer.from(sealed.data ?? []).includes(word)).toBe(false);
        expect(valueOf(await only(codec.decode([sealed])))).toEqual(valueOf(payloadOf({ value, word })));
      }),
    );
  });

  it('is never encrypted twice to the same bytes', async () => {
    const sealed = await codec.encode([payloadOf('same'), payloadOf('same')]);
    expect(sealed[0]?.data).not.toEqual(sealed[1]?.data);
  });

  it('that was changed anywhere, or cut short, is refused', async () => {
    const sealed = await only(codec.encode([payloadOf({ amount: 125_000 })]));
    const data = Buffer.from(sealed.data ?? []);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(data.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(data.length - 1),
        async (at, mask, length) => {
          const changed = Buffer.from(data);
          changed[at] = (changed[at] ?? 0) ^ mask;
          for (const wrong of [changed, data.subarray(0, length)]) {
            await expect(codec.decode([{ ...sealed, data: wrong }])).rejects.toThrow(/"k2".*was changed/);
          }
        },
      ),
    );
  });

  it('of an earlier key is read, and one of a key that is not here names it', async () => {
    const earlier = await createPayloadCodec(keysOf(OLD)).encode([payloadOf('earlier')]);
    expect(valueOf(await only(codec.decode(earlier)))).toBe('earlier');
    const dropped = createPayloadCodec(keysOf(NEW));
    await expect(dropped.decode(earlier)).rejects.toThrow(/the key "k1".*TEMPORAL_PAYLOAD_KEYS/);
    const renamed = createPayloadCodec(keysOf(`k1:${secret()}`));
    await expect(renamed.decode(earlier)).rejects.toThrow(/"k1".*means another key/);
  });

  it('of before the first key is read as it is', async () => {
    const before = payloadOf({ plain: true });
    expect(await codec.decode([before])).toEqual([before]);
  });

  it('stays plain without keys, and one that is encrypted says what is missing', async () => {
    const payload = payloadOf({ plain: true });
    const codecOfNone = createPayloadCodec([]);
    expect(await codecOfNone.encode([payload])).toEqual([payload]);
    await expect(codecOfNone.decode(await codec.encode([payload]))).rejects.toThrow(/the key "k2"/);
  });
});

describe('the setting of keys', () => {
  it('may be left out', () => {
    expect(payloadKeysSchema.parse(undefined)).toEqual([]);
  });

  it.each([
    ['a word', 'key 1 is not ID:base64 of 32 bytes'],
    [`k1:${randomBytes(16).toString('base64')}`, 'key 1 is not'],
    [`k1:${randomBytes(32).toString('hex')}`, 'key 1 is not'],
    [`${OLD},`, 'key 2 is not'],
    [`:${secret()}`, 'key 1 is not'],
    [`a key:${secret()}`, 'key 1 is not'],
    [`${OLD},k1:${secret()}`, 'key 2 has the ID "k1" again'],
  ])('is refused as %j, without telling a key', (text, fault) => {
    const told = payloadKeysSchema.safeParse(text).error?.issues[0]?.message ?? '';
    expect(told).toContain(fault);
    expect(told).not.toContain(text.split(':')[1] ?? text);
  });
});
