import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf, decimalOf, pagesOf, timeIn } from './csv.ts';

const NASTY = [
  '=HYPERLINK("http://bad.example","click")',
  '+1-555-0100',
  '-2+3',
  '@SUM(A1:A9)',
  '\tTabbed',
  '\rReturned',
  '＝1+1',
  'O’Neal, "Ray"',
  'Two\r\nlines',
  'Raúl Peña 裕子',
  "'quoted",
];

async function textOf(names: readonly string[], rowsMax?: number): Promise<string> {
  // Pages of two, whose cursor is the place of the next name.
  const pages = pagesOf((cursor) => {
    const from = Number(cursor ?? 0);
    const isLast = from + 2 >= names.length;
    return Promise.resolve({
      data: names.slice(from, from + 2),
      nextCursor: isLast ? null : String(from + 2),
    });
  });
  const columns = { Payer: (name: string) => name, Nothing: () => null };
  let text = '';
  for await (const part of csvOf(pages, columns, rowsMax)) text += part;
  return text;
}

test('no cell starts like a formula, and each is otherwise as it was', async () => {
  const rows = parse(await textOf(NASTY), { bom: true });
  expect(rows).toEqual([
    ['Payer', 'Nothing'],
    ...NASTY.map((name) => [/^[=+\-@\t\r＝]/.test(name) ? `'${name}` : name, '']),
  ]);
  for (const [cell] of rows) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
});

test('a formula is none behind what a spreadsheet passes over, and in no second line', async () => {
  const hidden = [
    ' =1+1',
    ';=1+1',
    '\u200b=1+1',
    '"=1+1',
    "'=1+1",
    '\u00a0@SUM(A1)',
    '\n=1+1',
    ' －1',
    'a\u00ad=1',
  ];
  const rows = parse(await textOf(hidden), { bom: true });
  expect(rows.slice(1).map(([cell]) => cell)).toEqual([
    ...hidden.slice(0, -1).map((cell) => `'${cell}`),
    'a\u00ad=1',
  ]);
});

test.each(['Paid twice.\nWe are sorry.', 'Paid twice\n=1+2', 'a\rb', 'a\r\nb', '\n'])(
  'a cell of several lines is one cell: %j',
  async (words) => {
    const text = await textOf([words]);
    expect(text).toMatch(/",\r\n$/);
    const [, row] = parse(text, { bom: true, record_delimiter: '\r\n' });
    expect(row).toEqual([words === '\n' ? "'\n" : words, '']);
  },
);

test('an amount below zero stays a number', async () => {
  expect(await textOf(['-5.07', '-5.07+1'])).toContain("\r\n-5.07,\r\n'-5.07+1,\r\n");
});

test('a spreadsheet is told that it is UTF-8, and lines end as RFC 4180 says', async () => {
  expect(await textOf(['Ana'])).toBe('\uFEFFPayer,Nothing\r\nAna,\r\n');
});

test('a list that is too long is cut, and its last line says so', async () => {
  const rows = parse(await textOf(['a', 'b', 'c', 'd', 'e'], 3), { bom: true, relax_column_count: true });
  expect(rows.slice(1, -1).map(([name]: string[]) => name)).toEqual(['a', 'b', 'c']);
  expect(rows.at(-1)).toEqual(['Only the first 3 rows are included. Narrow the list and export it again.']);
});

test('a list of just as many rows as are allowed is not cut', async () => {
  expect(await textOf(['a', 'b', 'c', 'd'], 4)).not.toContain('Only the first');
});

test('amounts are plain decimals, times are those of the zone', () => {
  expect([1_250_00, 5, -5_07, 9_007_199_254_740_991].map(decimalOf)).toEqual([
    '1250.00',
    '0.05',
    '-5.07',
    '90071992547409.91',
  ]);
  expect(timeIn('2026-11-24T03:30:05Z', 'America/Chicago')).toBe('2026-11-23 21:30:05');
});
