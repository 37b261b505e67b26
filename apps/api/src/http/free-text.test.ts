import { describe, expect, it } from 'vitest';
import { freeLine, freeText } from './free-text.ts';

const text = freeText(10, 'for the test');
const accepts = (value: unknown) => text.safeParse(value).success;

describe('what a person wrote', () => {
  it.each(['a', ' a ', 'x'.repeat(10), 'Zoë 🙂', 'one\ntwo', 'one\r\ntwo', 'a\tb', '退款'])(
    'may be %j',
    (value) => {
      expect(text.parse(value)).toBe(value);
    },
  );

  it.each([
    '',
    ' ',
    '\n\t',
    'x'.repeat(11),
    'a\u0000',
    'a\u001b[31m',
    'a\u007f',
    'a\u0085b',
    '\ud83d',
    'a\u2028b',
    '\u200b',
    'a\u200bb',
    '\u3164',
    '\u2800',
    'a\u202eb',
    '\u2066a',
    1,
    null,
  ])('may not be %j', (value) => {
    expect(accepts(value)).toBe(false);
  });
});

describe('a name', () => {
  it('is one line', () => {
    const name = freeLine(10, 'for the test');
    expect(name.safeParse('Zoë 🙂').success).toBe(true);
    for (const text of ['a\nb', 'a\r\nb', 'a\tb', 'a\u2028b', '\u200d']) {
      expect(name.safeParse(text).success, text).toBe(false);
    }
  });
});
