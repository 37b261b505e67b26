import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCredentials, sealCredentials } from './credentials.ts';
import { keyRingSchema } from './key-ring.ts';

const secret = () => randomBytes(32).toString('base64');
const [OLD, NEW] = [`k1:${secret()}`, `k2:${secret()}`];
const keysOf = (text: string) => keyRingSchema.parse(text);
const RING = keysOf(`${NEW},${OLD}`);
const OWNER = { firmId: 'firm_1', connectionId: 'pc_1', version: 1 };
const CREDENTIALS = { key: 'rk_live_notARealKey0123456789', webhookSecret: 'whsec_x' };

describe('sealed credentials', () => {
  it('open again for the same connection, and show nothing of themselves meanwhile', () => {
    const sealed = sealCredentials(RING, OWNER, CREDENTIALS);
    expect(sealed.keyId).toBe('k2');
    expect(Buffer.from(sealed.sealed).toString('latin1')).not.toContain('rk_live');
    expect(openCredentials(RING, OWNER, sealed)).toEqual(CREDENTIALS);
  });

  it.each([
    ['another firm', { ...OWNER, firmId: 'firm_2' }],
    ['another connection', { ...OWNER, connectionId: 'pc_2' }],
    ['another version', { ...OWNER, version: 2 }],
  ])('do not open as those of %s', (_whose, other) => {
    const sealed = sealCredentials(RING, OWNER, CREDENTIALS);
    expect(() => openCredentials(RING, other, sealed)).toThrow(/belong to another connection/);
  });

  it('that were changed anywhere do not open, and the error tells nothing of them', () => {
    const { sealed, keyId } = sealCredentials(RING, OWNER, CREDENTIALS);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ mask;
        const open = () => openCredentials(RING, OWNER, { sealed: changed, keyId });
        expect(open).toThrow(/^The credentials of the connection pc_1 cannot be opened with the key "k2"/);
      }),
    );
  });

  it('of an earlier key open, and those of a key that is gone say which', () => {
    const earlier = sealCredentials(keysOf(OLD), OWNER, CREDENTIALS);
    expect(openCredentials(RING, OWNER, earlier)).toEqual(CREDENTIALS);
    expect(() => openCredentials(keysOf(NEW), OWNER, earlier)).toThrow(/the key "k1".*CREDENTIAL_KEYS/);
  });

  it('are not made without a key', () => {
    expect(() => sealCredentials([], OWNER, CREDENTIALS)).toThrow(/CREDENTIAL_KEYS is not set/);
  });
});
