// Files as banks write them, oddities and all; each is synthetic. What each must give stands in expected.json beside them.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { readStatement } from './statement.ts';

const FILES = new URL('../../../../../tests/fixtures/bank/', import.meta.url);
type Expected = {
  readonly lines?: readonly (readonly [string, number, string])[];
  readonly closing?: readonly [number, string];
  /** What the message says. */
  readonly refuse?: string;
};
const EXPECTED = Object.entries(
  JSON.parse(readFileSync(new URL('expected.json', FILES), 'utf8')) as Readonly<Record<string, Expected>>,
);

test.each(EXPECTED)('%s', (name, { lines, closing, refuse }) => {
  const read = readStatement(readFileSync(new URL(name, FILES)));
  if (read.kind === 'unreadable') {
    expect(read.message.toLowerCase()).toContain(refuse?.toLowerCase() ?? 'nothing is to be refused');
    return;
  }
  expect(read.lines.map(({ date, amount, description }) => [date, amount, description])).toEqual(lines);
  if (closing) expect(read.closing).toEqual({ balance: closing[0], date: closing[1] });
});

const read = (text: string) => readStatement(new TextEncoder().encode(text));
const amountsIn = (text: string) => {
  const said = read(text);
  return said.kind === 'read' ? said.lines.map(({ amount }) => amount) : said.message;
};
const csv = (...rows: string[]) => rows.join('\n');
const ofx = (...transactions: string[]) =>
  `OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKTRANLIST>${transactions
    .map((one) => `<STMTTRN><DTPOSTED>20260310${one}</STMTTRN>`)
    .join('')}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

describe('which way the money went', () => {
  const typed = (...rows: string[]) => csv('Date,Description,Amount,Type,Balance', ...rows);

  it('is read from a column of its own where amounts have no sign', () => {
    expect(amountsIn(typed('2026-03-10,a,30.00,Debit,', '2026-03-10,b,5.00,CR,'))).toEqual([-30_00, 5_00]);
    expect(amountsIn(typed('2026-03-10,a,-30.00,DEBIT,', '2026-03-10,b,5.00,CHECK,'))).toEqual([
      -30_00, 5_00,
    ]);
    expect(amountsIn(typed('2026-03-10,a,5.00,Credit,'))).toEqual([5_00]);
  });

  it.each([
    ['a row has another word', typed('2026-03-10,a,30.00,Debit,', '2026-03-10,b,5.00,Fee,'), 'Line 3'],
    ['sign and word differ', typed('2026-03-10,a,-30.00,Debit,', '2026-03-10,b,5.00,Debit,'), 'Line 3'],
    ['a credit is negative', csv('Date,Memo,Debit,Credit', '2026-03-10,a,,-45.00'), 'Line 2'],
    [
      'debits have both signs',
      csv('Date,Memo,Debit,Credit', '2026-03-10,a,4.00,', '2026-03-10,b,-4.00,'),
      'Line 3',
    ],
    [
      'the amount is not the debit',
      csv('Date,Memo,Amount,Debit,Credit', '2026-03-10,a,4.00,5.00,'),
      'Line 2',
    ],
    [
      'the balances say that it went the other way',
      typed('2026-03-10,a,5.00,,100.00', '2026-03-11,b,30.00,,70.00', '2026-03-12,c,5.00,,75.00'),
      'Line 3',
    ],
    ['OFX calls it a debit', ofx('<TRNTYPE>DEBIT<TRNAMT>30.00<FITID>1'), 'Transaction 1'],
  ])('is not guessed where %s', (_, text, words) => {
    expect(amountsIn(text)).toContain(words);
  });

  it('of no money is neither', () => {
    const rows = ['2026-03-10,Fee waived,0.00,0.00', '2026-03-10,Deposit,,5.00', '2026-03-10,Fee,3.00,0.00'];
    expect(amountsIn(csv('Date,Memo,Debit,Credit', ...rows))).toEqual([0, 5_00, -3_00]);
    expect(amountsIn(csv('Date,Memo,Amount,Debit,Credit', '2026-03-10,a,4.00,4.00,'))).toEqual([-4_00]);
  });
});

describe('a file is refused', () => {
  it.each([
    ['of another currency in one line', csv('Date,Memo,Amount,Currency', '2026-03-10,a,1.00,CAD'), 'Line 2'],
    ['of another currency in OFX', ofx('<TRNAMT>1.00<FITID>1<CURRENCY><CURSYM>CAD</CURRENCY>'), 'CAD'],
    [
      'whose last amount may be cut',
      csv('Date,Memo,Amount', '2026-03-10,a,1.00', '2026-03-10,b,-90'),
      'truncated',
    ],
    [
      'whose amounts an unquoted comma may have shifted',
      csv('Date,Memo,Amount,Check Number', '2026-03-10,BRANCH, 4,90.00,'),
      'Line 2: its amount is "4" and the next column has "90.00"',
    ],
    [
      'whose amounts a price in the description may have shifted',
      csv('Date,Memo,Amount,Check Number', '2026-03-10,SEAL, 4.50,90.00,'),
      'Line 2: its amount is "4.50" and the next column has "90.00"',
    ],
    ['with two columns of one name', csv('Date,Memo,Amount,Amount', '2026-03-10,a,1.00,2.00'), 'Amount'],
    ['with a group that does not end', ofx('<TRNAMT>1.00<STMTTRN><TRNAMT>2.00'), 'broken'],
    ['with a value twice', ofx('<TRNAMT>1.00<TRNAMT>2.00<FITID>1'), 'Transaction 1 has more than one TRNAMT'],
    [
      'with an amount within another element',
      ofx('<TRNAMT>1.00</TRNAMT><FITID>1</FITID><REFNUM><TRNAMT>2.00</REFNUM>'),
      'Transaction 1 has more than one TRNAMT',
    ],
    [
      'with an element within a value',
      ofx('<TRNAMT>1.00</TRNAMT><FITID><REFNUM>1</FITID>'),
      'Transaction 1 has a FITID with another element in it',
    ],
    ['with a transaction twice', ofx(...['', ''].map(() => '<TRNAMT>1.00<FITID>F1')), 'F1 occurs twice'],
    ['with a correction', ofx('<TRNAMT>1.00<FITID>2<CORRECTFITID>1'), 'corrects'],
    [
      'with a transaction outside of its list',
      ofx().replace('<BANKTRANLIST>', '<STMTTRN></STMTTRN>$&'),
      'outside',
    ],
    ['of a day before banks had files', csv('Date,Memo,Amount', '0026-03-10,a,1.00'), 'Line 2'],
  ])('%s', (_, text, words) => {
    expect(amountsIn(text)).toContain(words);
  });

  it('that is no UTF-8 and does not say what it is', () => {
    const latin = Uint8Array.from(csv('Date,Memo,Amount', '2026-03-10,Caf\u00e9,1.00'), (letter) =>
      letter.charCodeAt(0),
    );
    expect(readStatement(latin)).toMatchObject({ message: expect.stringContaining('not UTF-8') });
  });
});

describe('the ID of a line', () => {
  const idsIn = (text: string) => {
    const said = read(text);
    return said.kind === 'read' ? said.lines.map(({ bankId }) => bankId) : said.message;
  };
  const rows = (...ids: string[]) =>
    csv('ID,Date,Memo,Amount', ...ids.map((id, nth) => `${id},2026-03-1${nth},a${nth},${nth}.00`));

  it('is the one of the bank', () => {
    expect(idsIn(rows('T9', 'T4'))).toEqual(['T9', 'T4']);
    expect(idsIn(rows('104', '97', '113'))).toEqual(['104', '97', '113']);
  });

  it.each([[['4', '5', '6']], [['3', '2', '1']], [['1']], [['N/A', 'N/A']], [['0011', '0011', '0011']]])(
    'is none where it counts rows or repeats: %j',
    (ids) => {
      expect(idsIn(rows(...ids))).toEqual(ids.map(() => null));
    },
  );
});

test('nothing that nobody sees is taken over', () => {
  const said = read(csv('Date,Memo,Amount', '2026-03-10,"A\u202eB\u200bC\u0007",1.00'));
  expect(said).toMatchObject({ lines: [{ description: 'ABC ' }] });
});

test('a message quotes no more of a value than a person reads', () => {
  const said = read(csv('Date,Memo,Amount', `2026-03-10,a,${'9'.repeat(200_000)}`));
  expect(said).toMatchObject({ message: expect.stringMatching(/^Line 2: .{0,200}$/) });
});

test('the account that an OFX file is of is told', () => {
  const account = '<BANKACCTFROM><BANKID>011<ACCTID>000111222<ACCTTYPE>CHECKING</BANKACCTFROM>';
  const said = read(ofx('<TRNAMT>1.00<FITID>1').replace('<BANKTRANLIST>', `${account}$&`));
  expect(said).toMatchObject({ accountNumber: '011 CHECKING 000111222' });
});
