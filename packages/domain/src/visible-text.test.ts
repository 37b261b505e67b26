import { expect, test } from 'vitest';
import { hasControlCharacters, hasInvisibleCharacters, saysSomething, visibleOnly } from './visible-text.ts';

test.each(['a\u202eb', '\u2066a', 'a\u200fb', 'a\u200bb', 'a\u00adb', '\ufeffa', 'a\u{e0041}b'])(
  'in %j there is something that nobody sees',
  (text) => {
    expect(hasInvisibleCharacters(text)).toBe(true);
    expect(hasInvisibleCharacters(visibleOnly(text))).toBe(false);
  },
);

test.each(['Zoë 🙂', 'שלום', 'می‌خواهم', '👩‍⚖️', '退款', 'one\r\ntwo\tthree'])('%j is as it looks', (text) => {
  expect([hasInvisibleCharacters(text), hasControlCharacters(text)]).toEqual([false, false]);
  expect(visibleOnly(text)).toBe(text);
});

test.each(['', ' \n', '\u200b', '\u200d\ufe0f', '\u3164', '\u2800', '\u00a0\u00ad'])(
  '%j says nothing',
  (text) => {
    expect(saysSomething(text)).toBe(false);
  },
);

test.each(['a\u0000', 'a\u001b[31m', 'a\u0085b', 'a\u2028b'])('%j has a control character', (text) => {
  expect(hasControlCharacters(text)).toBe(true);
  expect(hasControlCharacters(visibleOnly(text))).toBe(false);
});
