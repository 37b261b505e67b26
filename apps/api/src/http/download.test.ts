import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachmentOf, dayIn } from './download.ts';

test.each([
  ['Pacific/Honolulu', '2026-12-01T09:30:00Z', '2026-11-30'],
  ['America/New_York', '2026-12-01T04:30:00Z', '2026-11-30'],
  ['America/New_York', '2026-12-01T05:00:00Z', '2026-12-01'],
  ['Pacific/Kiritimati', '2026-11-30T10:00:00Z', '2026-12-01'],
])('late in the evening in %s it is still the firm’s own day: %s is %s', (timeZone, at, day) => {
  expect(dayIn(timeZone, new Date(at))).toBe(day);
});

test('a file says what it is and of which day', () => {
  expect(attachmentOf(['refunds', '2026-11-30'], 'csv')).toBe(
    'attachment; filename="makewhole-refunds-2026-11-30.csv"',
  );
});

test('a name with more than ASCII has both forms of RFC 6266', () => {
  expect(attachmentOf(['Peña’s (IOLTA)', '5'], 'csv')).toBe(
    `attachment; filename="makewhole-Pena_s-(IOLTA)-5.csv"; filename*=UTF-8''makewhole-Pe%C3%B1a%E2%80%99s-%28IOLTA%29-5.csv`,
  );
});

test('no name ends the header, leaves its quotes or names a folder', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (parts) => {
      expect(attachmentOf(parts, 'csv')).toMatch(
        /^attachment; filename="[^"\\/%\p{Cc}\u0080-\u{10ffff}]{1,400}\.csv"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/u,
      );
    }),
  );
});
