import { describe, expect, it } from 'vitest';
import { readStatement } from './statement.ts';
import { WIRE, bytes, rows, linesIn } from './test-support/lines-in.ts';

describe('around the table', () => {
  const table = ['Date,Description,Amount,Balance', '2026-03-10,WIRE OUT,-30.00,970.00'];

  it.each([
    ['sep=,', rows('sep=,', ...table)],
    ['a quoted sep', rows('"sep=,"', ...table)],
    [
      'a summary',
      rows(
        'Account,Trust',
        'Period,March',
        '',
        'Beginning balance,"1,000.00"',
        'Ending balance,970.00',
        ...table,
      ),
    ],
    ['blank lines', rows('', ...table, '', '')],
    ['rows of commas', rows(...table, ',,,', ',,,,,,')],
    ['an opening balance without a date', rows(table[0] ?? '', ',Opening balance,,1000.00', table[1] ?? '')],
    [
      'a balance brought forward',
      rows(table[0] ?? '', '03/01/2026,BALANCE BROUGHT FORWARD,,1000.00', table[1] ?? ''),
    ],
    [
      'an opening balance that has no amount',
      rows(table[0] ?? '', '03/01/2026,OPENING BALANCE,0.00,1000.00', table[1] ?? ''),
    ],
    [
      'an opening balance also as an amount',
      rows(table[0] ?? '', '03/01/2026,Opening Balance,1000.00,1000.00', table[1] ?? ''),
    ],
    ['an ending balance', rows(...table, '03/31/2026,Ending balance as of 03/31/2026,,970.00')],
    ['a total', rows(...table, 'Total,,-30.00,')],
    ['a total in words', rows(...table, ',Total debits,30.00,')],
    ['no final line end', rows(...table).trimEnd()],
    ['CR alone', rows(...table).replaceAll('\n', '\r')],
    ['tabs', rows(...table).replaceAll(',', '\t')],
    ['pipes', rows(...table).replaceAll(',', '|')],
    ['sep=|', rows('sep=|', ...table).replaceAll(',', '|')],
    ['one more comma in each row', rows(...table.map((row) => `${row},`))],
  ])('%s is left out', (_, text) => {
    expect(linesIn(text)).toEqual(WIRE);
  });

  it.each([
    [
      'an opening balance as if money had moved',
      rows('Date,Description,Amount', '2026-03-01,OPENING BALANCE,1000.00'),
      'Line 2',
    ],
    ['a total of other lines', rows(...table, 'Total,,-31.00,'), 'Line 3'],
    ['an ending balance that is another', rows(...table, '03/31/2026,Ending balance,,971.00'), 'Line 3'],
    ['a second table', rows(...table, ...table), 'Line 3 names the columns again'],
    [
      'a pending row',
      rows('Status,Date,Description,Amount', 'Pending,2026-03-10,a,1.00'),
      'Line 2 has the status "Pending"',
    ],
    ['semicolons', rows('Date;Description;Amount', '2026-03-10;a;1.00'), 'semicolon'],
    [
      'semicolons after a summary',
      rows('Konto;1', '', '"Date";"Description";"Amount"', '2026-03-10;a;-1,00'),
      'semicolon',
    ],
    ['sep=;', rows('sep=;', 'Date;Description;Amount', '2026-03-10;a;1.00'), 'semicolon'],
    ['another separator', rows('sep=^', 'Date^Description^Amount'), 'separated by "^"'],
    [
      'amounts of another currency',
      rows('Date,Description,Amount (CAD)', '2026-03-10,a,1.00'),
      'Amount (CAD)',
    ],
    [
      'a row of another currency',
      rows('Date,Description,Amount,Currency', '2026-03-10,a,1.00,CAD'),
      'Line 2 is in CAD',
    ],
    ['no header', rows('03/10/2026,-30.00,*,,WIRE OUT'), 'The first row must name the columns'],
    ['a note below', rows(...table, 'Thank you for banking with us'), 'Line 3 has fewer fields'],
    ['a field too many in one row', rows(...table, '2026-03-10,a,1.00,971.00,'), 'Line 3 has 5 fields'],
  ])('%s refuses the file', (_, text, words) => {
    expect(linesIn(text)).toContain(words);
  });

  it('the balance of a month in which nothing moved is kept', () => {
    const idle = rows(
      'Date,Description,Amount,Balance',
      '03/01/2026,Opening balance,,100.00',
      '03/31/2026,Closing balance,,100.00',
    );
    expect(readStatement(bytes(idle))).toMatchObject({ closing: { balance: 100_00, date: '2026-03-31' } });
  });
});
