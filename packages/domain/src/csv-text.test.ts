import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText, withoutGuard } from './csv-text.ts';
import { readStrictly } from './fixtures/read-strict-csv.ts';

/** What makes trouble in CSV, in spreadsheets, or unseen. */
const HOSTILE = [
  ...['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '⁼', '⁺', '₋', '﬩', '−', '|', '%'],
  ...['"', "'", '`', ',', ';', '\t', ' ', '\u00a0', '\u3000'],
  ...['\r', '\n', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'],
  ...['\u200b', '\ufeff', '\u00ad', '\u2060', '\u202e', '\u2066', '\u0007', '\u007f', '\u{e0041}'],
  ...['1+1', 'cmd|/c calc', 'SUM(A1)', '-5.07', '0', 'é', 'e\u0301', '裕', '😀', 'O’Neal', 'sep=,'],
];
const cell = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
const table = fc
  .integer({ min: 1, max: 6 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
  );

test('a strict reader gets every row, every column and every cell back, whatever is in it', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const read = readStrictly(csvText(rows));
      expect(read.map((cells) => cells.map(withoutGuard))).toEqual(rows);
    }),
    { numRuns: 2_000 },
  );
});

test('no cell begins as a formula, behind anything that a spreadsheet passes over', () => {
  const sign = /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}"'`;,|]*[=+\-@]/u;
  fc.assert(
    fc.property(table, (rows) => {
      for (const one of readStrictly(csvText(rows)).flat()) {
        const looksLikeOne = sign.test(one.normalize('NFKC')) && !/^-?\d+\.\d\d$/.test(one);
        expect(looksLikeOne && !one.startsWith("'"), JSON.stringify(one)).toBe(false);
        expect(one, JSON.stringify(one)).not.toMatch(/^[\t\r\n]/);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each(['﹦1+1', '⁺1', '₋1+1', '﬩1', '\u22121+1', '\u202e=1', '\u00ad\u200b ＝1', '|=1', '\v@SUM(A1)'])(
  'a formula that hides is guarded: %j',
  (hidden) => {
    expect(readStrictly(csvText([[hidden]]))).toEqual([[`'${hidden}`]]);
  },
);

test('a text that a person begins with an apostrophe is theirs', () => {
  for (const text of ["'=1+1", "'tis", "''=1", "'-5.00", "'\tx", "'"]) {
    const [[written = ''] = []] = readStrictly(csvText([[text]]));
    expect(withoutGuard(written)).toBe(text);
  }
  expect(csvText([["'tis"]])).toBe("'tis\r\n");
});

test('an amount below zero remains a number, and only an amount', () => {
  expect(csvText([['-5.07', '-5.07+1', '-5', '- 5.07']])).toBe("-5.07,'-5.07+1,'-5,'- 5.07\r\n");
});

test('every row is as wide as the widest, and a row of nothing is a row', () => {
  expect(csvText([['Title'], [], ['a', 'b', null]])).toBe('Title,,\r\n,,\r\na,b,\r\n');
  expect(csvText([['a'], [null], ['b']])).toBe('a\r\n""\r\nb\r\n');
  expect(csvText([], { bom: true })).toBe('\uFEFF');
});

test('the file begins with a byte order mark where it is asked for, and lines end in CRLF', () => {
  expect(csvText([['Payer'], ['Ana']], { bom: true })).toBe('\uFEFFPayer\r\nAna\r\n');
});
