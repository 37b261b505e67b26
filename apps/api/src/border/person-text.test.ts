import { describe, expect, it } from 'vitest';
import { personText } from './person-text.ts';

const text = personText(10, 'for the test');
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
    1,
    null,
  ])('may not be %j', (value) => {
    expect(accepts(value)).toBe(false);
  });
});
