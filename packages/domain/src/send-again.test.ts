import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterNotFound, isWordEnough } from './send-again.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEYED = {
  idempotency: 'key',
  sendAgainWithinMs: 23 * HOUR_MS,
  notFoundBelievedAfterMs: 10 * MINUTE_MS,
} as const;
const KEYLESS = { idempotency: 'none', sendAgainWithinMs: 0, notFoundBelievedAfterMs: null } as const;
const NOON = new Date('2026-03-02T12:00:00Z');
const after = (ms: number) => new Date(NOON.getTime() + ms);
const sentAtNoon = { firstSentAt: NOON, lastSentAt: NOON, savedErrorAt: null };

test.each([
  ['within ten minutes of the send, "not found" is not believed', 10 * MINUTE_MS - 1, 'not_found_yet'],
  ['from ten minutes on it is sent again', 10 * MINUTE_MS, 'send'],
  ['within 23 hours of the first send', 23 * HOUR_MS - 1, 'send'],
  ['and not later', 23 * HOUR_MS, 'key_expired'],
])('%s', (_, ms, expected) => {
  expect(afterNotFound(KEYED, sentAtNoon, after(ms))).toBe(expected);
});

test('after an error that the processor repeats, nothing is sent any more', () => {
  const sends = { ...sentAtNoon, savedErrorAt: NOON };
  expect(afterNotFound(KEYED, sends, after(11 * MINUTE_MS))).toBe('saved_error');
});

test('without a known send it is sent', () => {
  const sends = { firstSentAt: null, lastSentAt: null, savedErrorAt: null };
  expect(afterNotFound(KEYLESS, sends, NOON)).toBe('send');
});

test('a processor without keys is never sent anything twice, however long ago the send was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 * 24 * HOUR_MS }),
      fc.option(fc.integer({ min: 0, max: HOUR_MS })),
      (ms, believed) => {
        const rules = { sendAgainWithinMs: 0, notFoundBelievedAfterMs: believed };
        expect(afterNotFound(rules, sentAtNoon, after(ms))).not.toBe('send');
      },
    ),
  );
});

test('a word that nothing was refunded is enough once the key is forgotten, and never without keys', () => {
  expect(isWordEnough(KEYED, sentAtNoon, after(23 * HOUR_MS - 1))).toBe(false);
  expect(isWordEnough(KEYED, sentAtNoon, after(23 * HOUR_MS))).toBe(true);
  expect(isWordEnough(KEYED, { firstSentAt: null }, after(23 * HOUR_MS))).toBe(false);
  expect(isWordEnough(KEYLESS, sentAtNoon, after(400 * 24 * HOUR_MS))).toBe(false);
});
