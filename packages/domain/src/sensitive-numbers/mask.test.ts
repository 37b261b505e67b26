import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextKind } from './find-cards.ts';
import { visa, withCheckDigit } from './card-numbers.arbitrary.ts';
import { findSensitiveNumbers, maskSensitiveNumbers } from './sensitive-numbers.ts';

describe('masking', () => {
  it.each([
    ['VISA 4111 1111 1111 1111 SHELL', 'VISA **** **** **** 1111 SHELL'],
    ['4111111111111111', '************1111'],
    ['3782 822463 10005', '**** ****** *0005'],
    ['4\u200b111111111111111', '*\u200b***********1111'],
    ['123-45-6789', '***-**-6789'],
    ['021000021 1234567890', '*****0021 ******7890'],
    ['Check 1042', 'Check 1042'],
  ])('%s becomes %s', (text, masked) => {
    expect(maskSensitiveNumbers(text, 'words')).toBe(masked);
  });

  it('leaves nothing to be found, and changes nothing but digits', () => {
    const parts = fc.oneof(
      visa(),
      withCheckDigit(),
      fc.constantFrom(
        '4111 1111 1111 1111',
        '123-45-6789',
        '021000021 1234567890',
        ' ',
        '-',
        '.',
        'a',
        '\u0661',
        '11',
      ),
      fc.stringMatching(/^\d{1,6}$/),
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }),
        fc.constantFrom<TextKind>('words', 'reference'),
        (some, kind) => {
          const text = some.join('');
          const masked = maskSensitiveNumbers(text, kind);
          expect(findSensitiveNumbers(masked, kind)).toEqual([]);
          const before = Array.from(text);
          expect(Array.from(masked)).toHaveLength(before.length);
          Array.from(masked).forEach((character, index) => {
            const was = before[index] ?? '';
            if (character !== was) expect([character, /\p{N}/u.test(was)]).toEqual(['*', true]);
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
