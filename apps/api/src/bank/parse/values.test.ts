import { expect, test } from 'vitest';
import { list, ofx, rows, linesIn } from './test-support/lines-in.ts';

test('no message is longer than 500 characters, whatever it quotes', () => {
  const long = 'x'.repeat(100_000);
  const messages = [
    rows(`Date,Date,Description,Amount`, `${long},${long},a,1.00`),
    rows('Date,Description,Amount', `${long},a,1.00`),
    rows('Date,Description,Amount,Currency', `2026-03-10,a,1.00,${long}`),
    rows('Date,Description,Amount', `2026-03-10,"${long}",1.00 ${long}`),
    rows('Date,Description,Amount', `2026-03-10,${long}"a",1.00`),
    ofx(list('<TRNAMT>1.00')).replace('USD', long),
    ofx(list(`<TRNAMT>${long}<FITID>1`)),
    ofx(list(`<TRNAMT>1.00<FITID>${long}`)),
    '\u{1f600}'.repeat(5_000),
  ].map(linesIn);
  expect(messages.map((message) => typeof message)).toEqual(messages.map(() => 'string'));
  expect(Math.max(...messages.map(({ length }) => length))).toBeLessThanOrEqual(500);
});

test('a message shows no card number', () => {
  expect(linesIn(rows('Date,Description,Amount', '2026-03-10,a,4111 1111 1111 1111 x'))).not.toContain(
    '4111 1111 1111 1111',
  );
});
