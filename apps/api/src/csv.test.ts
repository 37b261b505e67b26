import { withoutGuard } from '@makewhole/domain/csv-text';
import { readStrictly } from '@makewhole/domain/fixtures/read-strict-csv';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf, decimalOf, offsetIn, pagesOf, timeIn, wholeTimeIn } from './csv.ts';

const NASTY = [
  '=HYPERLINK("http://bad.example","click")',
  '+1-555-0100',
  '\tTabbed',
  '＝1+1',
  'O’Neal, "Ray"',
  'Two\r\nlines',
  'Paid twice.\n=1+2',
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

test('two strict readers get every page back, and no cell of it is a formula', async () => {
  const text = await textOf(NASTY);
  const rows = readStrictly(text);
  expect(rows.map((cells) => cells.map(withoutGuard))).toEqual([
    ['Payer', 'Nothing'],
    ...NASTY.map((name) => [name, '']),
  ]);
  expect(parse(text, { bom: true, record_delimiter: '\r\n' })).toEqual(rows);
  for (const [cell] of rows) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
});

test('a spreadsheet is told that it is UTF-8, once, and lines end as RFC 4180 says', async () => {
  expect(await textOf(['Ana', 'Bo', 'Cy'])).toBe('\uFEFFPayer,Nothing\r\nAna,\r\nBo,\r\nCy,\r\n');
});

test('a list that grows beyond the maximum while it is read fails, and no part of it looks whole', async () => {
  await expect(textOf(['a', 'b', 'c', 'd', 'e'], 3)).rejects.toThrow('more than 3 rows');
  expect(await textOf(['a', 'b', 'c', 'd'], 4)).toContain('\r\nd,\r\n');
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

test('the hour that comes twice is told apart, and an offset is neither a time nor a sum', () => {
  const twice = ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'];
  expect(twice.map((at) => timeIn(at, 'America/New_York'))).toEqual([
    '2026-11-01 01:30:00',
    '2026-11-01 01:30:00',
  ]);
  expect(twice.map((at) => offsetIn(at, 'America/New_York'))).toEqual(['UTC-04:00', 'UTC-05:00']);
  expect([offsetIn(twice[0] ?? '', 'Asia/Kolkata'), offsetIn(twice[0] ?? '', 'UTC')]).toEqual([
    'UTC+05:30',
    'UTC+00:00',
  ]);
  expect(wholeTimeIn('2026-11-24T15:31:05Z', 'America/Chicago')).toBe(
    '2026-11-24 09:31:05 UTC-06:00 (America/Chicago)',
  );
});
