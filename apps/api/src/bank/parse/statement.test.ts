import { describe, expect, it, test } from 'vitest';
import { readStatement } from './statement.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const linesOf = (text: string) => {
  const read = readStatement(bytes(text));
  return read.kind === 'read' ? read.lines : read.message;
};

const SGML = `OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><SIGNONMSGSRSV1><SONRS><LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1
<STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>0099<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260310120000[-5:EST]<TRNAMT>-1234.50<FITID>0001<NAME>WIRE &amp; CO<MEMO>ref 77</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260311<TRNAMT>+10.00<FITID>A2<NAME>DEPOSIT</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
const XML = `<?xml version="1.0"?>
<?OFX OFXHEADER="200" VERSION="211"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD</CURDEF><BANKTRANLIST>
<STMTTRN><DTPOSTED>20260310</DTPOSTED><TRNAMT>-5.00</TRNAMT><FITID>1</FITID></STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

describe('OFX', () => {
  it('is read in both of its kinds', () => {
    expect(linesOf(SGML)).toEqual([
      {
        date: '2026-03-10',
        amount: -1_234_50,
        currency: 'USD',
        description: 'WIRE & CO ref 77',
        bankId: '0001',
      },
      { date: '2026-03-11', amount: 10_00, currency: 'USD', description: 'DEPOSIT', bankId: 'A2' },
    ]);
    expect(linesOf(XML)).toEqual([
      { date: '2026-03-10', amount: -5_00, currency: 'USD', description: '', bankId: '1' },
    ]);
  });

  it.each([
    ['cut short', SGML.slice(0, 400), 'Export it again'],
    ['in another currency', SGML.replace('USD', 'CAD'), 'This statement is in CAD'],
    [
      'with an amount that is none',
      SGML.replace('+10.00', '10.005'),
      'Transaction A2: "10.005" is not an amount',
    ],
  ])('that is %s is refused as a whole', (_, text, message) => {
    expect(linesOf(text)).toContain(message);
  });
});

describe('what the account holds', () => {
  const closingIn = (text: string) => {
    const read = readStatement(bytes(text));
    return read.kind === 'read' ? read.closing : read.message;
  };
  const csv = (...rows: string[]) => ['date,description,amount,balance', ...rows].join('\n');

  it('is taken from the ledger balance of OFX', () => {
    const balance = '<LEDGERBAL><BALAMT>1999.25<DTASOF>20260312</LEDGERBAL></STMTRS>';
    expect(closingIn(SGML.replace('</STMTRS>', balance))).toEqual({
      balance: 1_999_25,
      date: '2026-03-12',
    });
    expect(closingIn(SGML)).toBeNull();
  });

  it('is taken from the running balances of a CSV, whichever line stands first', () => {
    const rows = ['2026-03-10,a,-30.00,70.00', '2026-03-11,b,5.00,75.00', '2026-03-11,c,5.00,80.00'];
    expect(closingIn(csv(...rows))).toEqual({ balance: 80_00, date: '2026-03-11' });
    expect(closingIn(csv(...rows.toReversed()))).toEqual({ balance: 80_00, date: '2026-03-11' });
    expect(closingIn(csv('2026-03-10,a,-30.00,70.00'))).toEqual({ balance: 70_00, date: '2026-03-10' });
  });

  it.each([
    ['a line has none', csv('2026-03-10,a,1.00,', '2026-03-10,b,1.00,2.00')],
    ['the balances do not follow from each other', csv('2026-03-10,a,1.00,1.00', '2026-03-10,b,1.00,3.00')],
    ['either line may be the last', csv('2026-03-10,a,-1.00,1.00', '2026-03-10,b,1.00,2.00')],
    ['the newest stands between older ones', csv('2026-03-11,a,1.00,1.00', '2026-03-10,b,1.00,2.00')],
  ])('is not guessed where %s', (_, text) => {
    expect(closingIn(text)).toBeNull();
  });
});

describe('CSV', () => {
  it('is read with an amount, or with debit and credit, whatever the order of the columns', () => {
    const lines = [
      { date: '2026-03-10', amount: -30_00, currency: 'USD', description: 'Wire, out 77', bankId: null },
      { date: '2026-03-11', amount: 1_234_50, currency: 'USD', description: 'Deposit', bankId: null },
    ];
    expect(
      linesOf(
        'Date,Description,Reference,Amount\r\n03/10/2026,"Wire, out",77,-30.00\r\n3/11/2026,Deposit,,"1,234.5"\r\n',
      ),
    ).toEqual(lines);
    expect(
      linesOf(
        '\uFEFFcredit,debit,memo,posting date\n,$30.00,"Wire, out 77",2026-03-10\n"$1,234.50",,Deposit,2026-03-11',
      ),
    ).toEqual(lines);
  });

  it.each([
    ['(12.34)', -12_34],
    ['-$12.34', -12_34],
    ['0', 0],
    ['-0.00', 0],
    ['1,000,000.01', 1_000_000_01],
  ])('takes %s as an amount', (text, amount) => {
    expect(linesOf(`date,description,amount\n2026-03-10,x,"${text}"`)).toMatchObject([{ amount }]);
  });

  it.each(['12,34', '1.234,50', '12.345', '(-1.00)', 'abc', '1e5', '99999999999999999', '--1'])(
    'refuses the amount %s and says where it is',
    (text) => {
      expect(linesOf(`date,description,amount\n2026-03-10,x,1.00\n2026-03-10,y,"${text}"`)).toContain(
        'Line 3',
      );
    },
  );

  it.each(['2026-02-30', '13/01/2026', '10.03.2026', '26-03-10', '03/00/2026'])(
    'refuses the date "%s"',
    (text) => {
      expect(linesOf(`date,description,amount\n"${text}",x,1.00`)).toContain('is not a date');
    },
  );

  it.each([
    '="2026-03-10",="Check 1","-1.00",="00123"',
    '2026-03-10,Check 1,="-1.00",="00123"\r\n',
    '"=""2026-03-10""","=""Check 1""",-1.00,"=""00123"""',
  ])('takes what a program for tables is to read as text for that text: %s', (row) => {
    expect(linesOf(`date,description,amount,fitid\n${row}`)).toEqual([
      { date: '2026-03-10', amount: -1_00, currency: 'USD', description: 'Check 1', bankId: '00123' },
    ]);
  });

  it('leaves alone what only looks like it inside a quoted field', () => {
    const row = '2026-03-10,"a,=""x"",=""b",1.00';
    expect(linesOf(`date,description,amount\n${row}`)).toMatchObject([{ description: 'a,="x",="b' }]);
    expect(linesOf('date,description,amount\n2026-03-10,x,=1+1')).toContain('Line 2');
  });

  it('refuses a line with neither debit nor credit', () => {
    expect(linesOf('date,memo,debit,credit\n2026-03-10,x,,')).toContain('Line 2: it has no amount');
  });
});

test.each([
  ['nothing', '', 'empty'],
  ['a header alone', 'date,description,amount\n', 'no transaction'],
  ['other columns', 'a,b\n1,2', 'The first row must name the columns'],
  ['no text', 'date\0', 'not a text file'],
  ['an open quote', 'date,description,amount\n2026-03-10,"x,1', 'This is not a valid CSV file'],
])('%s is no statement', (_, text, message) => {
  expect(linesOf(text)).toContain(message);
});
