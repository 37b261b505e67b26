// What holds for every bank file, well formed or damaged : each property throws if it does not.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readStatement, type ReadStatement } from '@makewhole/api/bank/parse/statement';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { statements, type Reading } from './bank-statement.ts';
import { mutate, mutations, places } from './mutate-text.ts';
import { csvLinesOf, ofxLinesOf, type PlainLine } from './read-plainly.ts';
import { csvBytes, csvDialects, writeCsv } from './write-csv.ts';
import { ofxBytes, ofxDialects, writeOfx } from './write-ofx.ts';

const MESSAGE_LENGTH_MAX = 500;

const PIECES = [
  ...[
    'Date,Description,Amount',
    'Date',
    'Amount',
    'Debit,Credit',
    'Balance',
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    '\r',
    '\t',
  ],
  ...[
    '2026-03-10',
    '03/10/26',
    '10-Mar-2026',
    '-30.00',
    '1,234.50',
    '(5.00)',
    '5.00 DR',
    'USD',
    '€5',
    '=',
    '="1"',
    ';',
  ],
  ...[
    'sep=,',
    'sep=;',
    'OFXHEADER:100\n',
    '<OFX>',
    '</OFX>',
    '<STMTRS>',
    '</STMTRS>',
    '<BANKTRANLIST>',
    '<STMTTRN>',
  ],
  ...[
    '</STMTTRN>',
    '<TRNAMT>',
    '<DTPOSTED>20260310',
    '<FITID>1',
    '<NAME>',
    '<BR/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
  ],
  ...[
    '<?',
    '?>',
    '&amp;',
    '&#0;',
    '&#x110000;',
    '&#xd800;',
    '<',
    '>',
    '</',
    '/>',
    '\0',
    '\ufeff',
    'x'.repeat(600),
  ],
  ...[
    'Total',
    'Opening balance',
    'CURDEF>USD',
    '!Type:Bank',
    ':20:',
    '%PDF',
    '\u{1f600}'.repeat(200),
    '9'.repeat(70),
  ],
];

const property = <Drawn extends [unknown, ...unknown[]]>(
  ...drawn: [...{ [Nth in keyof Drawn]: fc.Arbitrary<Drawn[Nth]> }, (...values: Drawn) => void]
  // fast-check's types know each property by what it draws; whoever runs them does not care
) => (fc.property as (...all: unknown[]) => unknown)(...drawn) as fc.IPropertyWithHooks<unknown>;
const damages = fc.array(mutations, { minLength: 1, maxLength: 3 });

export const STATEMENT_PROPERTIES: Readonly<Record<string, fc.IPropertyWithHooks<unknown>>> = {
  'a CSV in any bank’s way is read as it was written': property(
    statements,
    csvDialects,
    (statement, dialect) => {
      const { text, reading } = writeCsv(statement, dialect);
      const said = read(csvBytes(text, dialect));
      // Without a line end, some values may be half of what was there.
      const isDoubted = said.kind === 'unreadable' && said.message.includes('the file ends within');
      if (!isDoubted || dialect.hasFinalLineEnd) sameReading(said, reading);
    },
  ),

  'an OFX in any bank’s way is read as it was written': property(
    statements,
    ofxDialects,
    (statement, dialect) => {
      const { text, reading } = writeOfx(statement, dialect);
      sameReading(read(ofxBytes(text, dialect)), reading);
    },
  ),

  'a CSV that was cut short is refused, or read as far as it goes': property(
    statements,
    csvDialects,
    places,
    (statement, dialect, at) => {
      const { text, reading } = writeCsv(statement, dialect);
      const said = read(csvBytes(text.slice(0, Math.floor(at * text.length)), dialect));
      if (said.kind === 'unreadable') return;
      // Nobody can know that an only minus sign came after the end.
      const isCertain = dialect.signed !== 'trailing';
      assert.deepEqual(moneyOf(said, isCertain), moneyOf(reading, isCertain).slice(0, said.lines.length));
    },
  ),

  'an OFX that was cut short is refused, or nothing of it is missing': property(
    statements,
    ofxDialects,
    places,
    (statement, dialect, at) => {
      const { text, reading } = writeOfx(statement, dialect);
      const said = read(ofxBytes(text.slice(0, Math.floor(at * text.length)), dialect));
      if (said.kind === 'read') sameReading(said, reading);
    },
  ),

  'a CSV that lost quotation marks is refused, or no amount of it is another': property(
    statements,
    csvDialects.map((dialect) => ({ ...dialect, delimiter: ',' as const, quoting: 'needed' as const })),
    places,
    (statement, dialect, at) => {
      const { text, reading } = writeCsv(statement, dialect);
      const said = read(csvBytes(mutate(text, { kind: 'unquote line', at }), dialect));
      if (said.kind === 'read') assert.deepEqual(moneyOf(said), moneyOf(reading));
    },
  ),

  'a damaged CSV is refused, or read as what it now is': property(
    statements,
    csvDialects,
    damages,
    (statement, dialect, damage) => {
      const file = writeCsv(statement, dialect);
      const text = damage.reduce(mutate, file.text);
      const said = read(csvBytes(text, dialect));
      const plain = csvLinesOf(text, file, dialect.delimiter);
      if (said.kind === 'unreadable' || plain === null) return;
      assert.deepEqual(plain.odd, []);
      sameLines(said, plain.lines);
    },
  ),

  'a damaged OFX is refused, or read as what it now is': property(
    statements,
    ofxDialects,
    damages,
    (statement, dialect, damage) => {
      const text = damage.reduce(mutate, writeOfx(statement, dialect).text);
      const said = read(ofxBytes(text, dialect));
      if (said.kind === 'read' && said.format === 'ofx') sameLines(said, ofxLinesOf(text));
    },
  ),

  'damaged bytes end in an answer': property(
    fc.oneof(
      fc
        .tuple(statements, csvDialects)
        .map(([statement, dialect]) => csvBytes(writeCsv(statement, dialect).text, dialect)),
      fc
        .tuple(statements, ofxDialects)
        .map(([statement, dialect]) => ofxBytes(writeOfx(statement, dialect).text, dialect)),
    ),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
    (whole, bytes) => {
      const content = Uint8Array.from(whole);
      for (const [at, byte] of bytes) content[at % content.length] = byte;
      read(content);
    },
  ),

  'pieces of files in any order end in an answer': property(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }),
    (pieces) => {
      read(new TextEncoder().encode(pieces.join('')));
    },
  ),
};

/** The answer, which every input has: no exception, and no message too long for the person who sent it. */
function read(content: Uint8Array): ReadStatement {
  const said = readStatement(content);
  if (said.kind === 'unreadable') {
    assert.ok(said.message.length <= MESSAGE_LENGTH_MAX, `a message of ${said.message.length} characters`);
    assert.ok(said.message.isWellFormed(), 'a message with half a character');
    assert.match(said.message, /^\S.*\S$/su);
  }
  return said;
}

function moneyOf({ lines }: Pick<Reading, 'lines'>, hasSign = true) {
  return lines.map(({ date, amount }) => [date, hasSign ? amount : Math.abs(amount)]);
}

function sameReading(said: ReadStatement, { lines, closing }: Reading): void {
  if (said.kind !== 'read') assert.fail(said.message);
  assert.deepEqual(
    said.lines.map(({ date, amount, description }) => ({ date, amount, description })),
    lines,
  );
  // Without an order, or with one balance reached in two ways, it may be left out; it may never be another.
  if (said.closing !== null || said.format === 'ofx') assert.deepEqual(said.closing, closing);
}

function sameLines(
  said: Extract<ReadStatement, { readonly kind: 'read' }>,
  lines: readonly PlainLine[],
): void {
  // The product makes spaces of control characters, and drops what nobody sees.
  const visible = (text: string) =>
    text
      .replace(/\ufeff/g, '')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim();
  assert.deepEqual(
    said.lines.map(({ date, amount, description }) => ({ date, amount, description: visible(description) })),
    // Damage makes of "03/10/2026" the form of a Social Security number, which is masked (ADR 26).
    lines.map((line) => ({
      ...line,
      description: maskSensitiveNumbers(visible(line.description), 'reference'),
    })),
  );
}
