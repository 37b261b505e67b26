import { describe, expect, it } from 'vitest';
import { endableFrom, isLookUpNear } from './unknown-outcome.ts';

const at = (time: string) => new Date(`2026-11-24T${time}Z`);

describe('a refund whose outcome is unknown can be ended by people', () => {
  it('an hour after it was first sent', () => {
    const sends = { requestedAt: at('14:00:00'), firstSentAt: at('15:00:00'), lastSentAt: at('15:00:00') };
    expect(endableFrom(sends)).toEqual(at('16:00:00'));
  });

  it('never within ten minutes of the last send', () => {
    const sends = { requestedAt: at('14:00:00'), firstSentAt: at('15:00:00'), lastSentAt: at('17:30:00') };
    expect(endableFrom(sends)).toEqual(at('17:40:00.001'));
  });

  it('an hour after the request where no send is known any more', () => {
    const sends = { requestedAt: at('14:00:00'), firstSentAt: null, lastSentAt: null };
    expect(endableFrom(sends)).toEqual(at('15:00:00'));
  });

  it('not while a look-up comes within five minutes', () => {
    expect(isLookUpNear('2026-11-24T15:04:59.000Z', at('15:00:00'))).toBe(true);
    expect(isLookUpNear('2026-11-24T15:05:00.000Z', at('15:00:00'))).toBe(false);
    expect(isLookUpNear('2026-11-24T14:59:00.000Z', at('15:00:00'))).toBe(true);
    expect(isLookUpNear(null, at('15:00:00'))).toBe(false);
  });
});
