import { describe, expect, it } from 'vitest';
import { bytes, rows, linesIn } from './test-support/lines-in.ts';

describe('the encoding', () => {
  const text = rows('Date,Description,Amount', '2026-03-10,CAFÉ ZOË,-30.00');
  const le = new Uint8Array(Buffer.from(text, 'utf16le'));
  const be = new Uint8Array(Buffer.from(text, 'utf16le').swap16());
  const cafe = ['2026-03-10 -3000 CAFÉ ZOË'];

  it.each([
    ['UTF-8', bytes(text)],
    ['UTF-8 with a mark', bytes(`\ufeff${text}`)],
    ['UTF-16 LE', le],
    ['UTF-16 BE', be],
    ['UTF-16 LE with a mark', Uint8Array.of(0xff, 0xfe, ...le)],
    ['UTF-16 BE with a mark', Uint8Array.of(0xfe, 0xff, ...be)],
  ])('%s is read', (_, content) => {
    expect(linesIn(content)).toEqual(cafe);
  });

  it.each([
    ['half a character of UTF-16', le.slice(0, -1), 'truncated'],
    [
      'a letter of another encoding',
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      'Line 2 has a letter',
    ],
    ['four bytes a letter', new Uint8Array(Buffer.from('D\0\0\0a\0\0\0', 'latin1')), 'not a text file'],
  ])('of %s refuses the file', (_, content, words) => {
    expect(linesIn(content)).toContain(words);
  });
});
