import { csvText, withoutGuard } from '@makewhole/domain/csv-text';
import { expect, it } from 'vitest';
import { readTable } from './read-table.ts';

const COLUMNS = { required: ['external_id', 'name'], optional: [] };

it.each([
  ...[
    '=1+1',
    '+1-555-0100',
    '-2',
    '@now',
    '＝1',
    "'=1+1",
    "'tis",
    "''",
    'O’Neal, "Ray"',
    'Two\r\nlines',
    '-5.00',
  ],
])('reads %j as it was before it was exported', (name) => {
  const file = csvText([['external_id', 'name'], ...[['c-1', name]]], { bom: true });
  expect(readTable(Buffer.from(file), COLUMNS, withoutGuard)).toEqual({
    ok: true,
    rows: [{ line: expect.any(Number), cells: { external_id: 'c-1', name } }],
  });
});

it('takes no apostrophe that a person wrote', () => {
  const file = Buffer.from("external_id,name\nc-1,'tis\nc-2,d'Arc\nc-3,'\n");
  const read = readTable(file, COLUMNS, withoutGuard);
  expect(read.ok && read.rows.map(({ cells }) => cells['name'])).toEqual(["'tis", "d'Arc", "'"]);
});
