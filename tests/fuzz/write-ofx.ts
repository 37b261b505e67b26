// Writes a statement as OFX in the ways that US banks and the converters after them do.
import fc from 'fast-check';
import { balancesOf, digitsOf, type Entry, type Reading, type Statement } from './bank-statement.ts';
import { encoded } from './encode-text.ts';

const SGML_HEADER =
  'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\nCHARSET:NONE\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n';
const HEADERS = {
  sgml: SGML_HEADER,
  onOneLine: SGML_HEADER.trim().replaceAll('\n', ' '),
  none: '',
  blank: '\n\n  ',
  xml: '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n',
  comment: `<?xml version="1.0" encoding="UTF-8"?>\n<!--\n${SGML_HEADER}-->\n`,
};
const ROOTS = ['OFX', 'OFX ', 'OFX xmlns="http://ofx.net/types/2003/04"'];
const DATES = {
  day: (day: string) => day,
  noon: (day: string) => `${day}120000`,
  fractions: (day: string) => `${day}120000.000`,
  eastern: (day: string) => `${day}233000.000[-5:EST]`,
  pacific: (day: string) => `${day}000000[-8:PST]`,
  midnight: (day: string) => `${day}000000.000[0:GMT]`,
  afternoon: (day: string) => `${day}190000[0:GMT]`,
};
const AMOUNTS = {
  plain: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents)}`,
  plus: (cents: number) => `${cents < 0 ? '-' : '+'}${digitsOf(cents)}`,
  padded: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents).padStart(18, '0')}`,
  noZero: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents).replace(/^0/, '')}`,
  comma: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents).replace('.', ',')}`,
  decimals: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents)}00`,
};
const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  // the keys of a table of ours
  fc.constantFrom(...(Object.keys(table) as Key[]));

export const ofxDialects = fc.record({
  header: keysOf(HEADERS),
  root: fc.constantFrom(...ROOTS),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r', ''),
  indent: fc.constantFrom('', '  ', '\t'),
  closing: fc.constantFrom('always', 'never', 'some'),
  isLowerCase: fc.boolean(),
  encoding: fc.constantFrom('utf8', 'utf8-bom', 'utf16le-bom', 'utf16be-bom', 'utf16le'),
  date: keysOf(DATES),
  amount: keysOf(AMOUNTS),
  ids: fc.constantFrom('all', 'some', 'none'),
  words: fc.constantFrom('NAME', 'MEMO', 'both', 'PAYEE'),
  escape: fc.constantFrom('names', 'numbers', 'cdata'),
  empty: fc.subarray(['MEMO', 'CHECKNUM', 'SIC'] as const),
  balance: fc.constantFrom('none', 'ledger', 'both', 'empty'),
  hasBankTags: fc.boolean(),
  hasLineBreak: fc.boolean(),
});
type Drawn<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;
export type OfxDialect = Drawn<typeof ofxDialects>;

export function writeOfx(
  statement: Statement,
  dialect: OfxDialect,
): { readonly text: string; readonly reading: Reading } {
  const { group, leaf, text } = writerOf(dialect);
  const closing = closingOf(statement, dialect);
  const status = group('STATUS', [leaf('CODE', '0'), leaf('SEVERITY', 'INFO')]);
  const transactions = statement.entries.map((entry, nth) => transactionOf(entry, nth, dialect));
  const account = [leaf('BANKID', '011000000'), leaf('ACCTID', '000111222'), leaf('ACCTTYPE', 'CHECKING')];
  const body = [
    group('SIGNONMSGSRSV1', [
      group('SONRS', [
        status,
        leaf('DTSERVER', '20261120120000'),
        leaf('LANGUAGE', 'ENG'),
        ...(dialect.hasBankTags ? [leaf('INTU.BID', '1001', 'always')] : []),
      ]),
    ]),
    group('BANKMSGSRSV1', [
      group('STMTTRNRS', [
        leaf('TRNUID', '1'),
        status,
        group('STMTRS', [
          leaf('CURDEF', 'USD'),
          group('BANKACCTFROM', account),
          group('BANKTRANLIST', [leaf('DTSTART', '20240101'), leaf('DTEND', '20261120'), ...transactions]),
          ...balancesIn(dialect, closing),
        ]),
      ]),
    ]),
  ];
  const root = dialect.isLowerCase ? dialect.root.replace('OFX', 'ofx') : dialect.root;
  const end = dialect.isLowerCase ? '</ofx>' : '</OFX>';
  const whole = `${HEADERS[dialect.header]}<${root}>${dialect.lineEnd}${text(body)}${end}${dialect.lineEnd}`;
  return {
    text: whole,
    reading: { lines: statement.entries.map((entry) => lineOf(entry, dialect)), closing },
  };
}

export function ofxBytes(text: string, { encoding }: OfxDialect): Uint8Array {
  return encoded(text, encoding);
}

function writerOf(dialect: OfxDialect) {
  const nameIn = (name: string) => (dialect.isLowerCase ? name.toLowerCase() : name);
  const text = (parts: readonly string[]) => parts.join('');
  const group = (name: string, parts: readonly string[]) =>
    `<${nameIn(name)}>${dialect.lineEnd}${text(parts)}</${nameIn(name)}>${dialect.lineEnd}`;
  let count = 0;
  const leaf = (name: string, value: string, closing: 'always' | 'never' | 'some' = dialect.closing) => {
    count += 1;
    const end = closing === 'always' || (closing === 'some' && count % 3 === 0) ? `</${nameIn(name)}>` : '';
    return `${dialect.indent}<${nameIn(name)}>${value}${end}${dialect.lineEnd}`;
  };
  return { group, leaf, text };
}

function transactionOf(entry: Entry, nth: number, dialect: OfxDialect): string {
  const { group, leaf } = writerOf(dialect);
  const { name, memo } = wordsOf(entry, dialect);
  const id =
    dialect.ids === 'all' || (dialect.ids === 'some' && nth % 2 === 0)
      ? [leaf('FITID', `F${nth} ${entry.date}`)]
      : [];
  const payee =
    dialect.words === 'PAYEE'
      ? [group('PAYEE', [leaf('NAME', escaped(name, dialect)), leaf('CITY', 'X')])]
      : [];
  return group('STMTTRN', [
    leaf('TRNTYPE', entry.amount < 0 ? 'DEBIT' : 'CREDIT'),
    leaf('DTPOSTED', DATES[dialect.date](entry.date.replaceAll('-', ''))),
    leaf('TRNAMT', AMOUNTS[dialect.amount](entry.amount)),
    ...id,
    ...dialect.empty.filter((one) => one !== 'MEMO' || memo === '').map((one) => leaf(one, '')),
    ...(dialect.words === 'PAYEE' || name === '' ? [] : [leaf('NAME', escaped(name, dialect))]),
    ...payee,
    ...(memo === '' ? [] : [leaf('MEMO', escaped(memo, dialect))]),
  ]);
}

function wordsOf({ words, reference }: Entry, dialect: OfxDialect) {
  const broken = dialect.hasLineBreak ? words.replace(' ', '<BR/>') : words;
  if (dialect.words === 'MEMO') return { name: '', memo: broken };
  return { name: words, memo: dialect.words === 'both' ? reference : '' };
}

function lineOf({ date, amount, words, reference }: Entry, dialect: OfxDialect) {
  const parts = dialect.words === 'both' ? [words, reference] : [words];
  const description = parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' ');
  return { date, amount, description };
}

/** Escaped, but for the line break of HTML that is ours. */
function escaped(words: string, { escape }: OfxDialect): string {
  return words
    .split('<BR/>')
    .map((part) => {
      if (escape === 'cdata')
        return /[&<>]/.test(part) && !part.includes(']]') ? `<![CDATA[${part}]]>` : namedIn(part);
      return escape === 'names'
        ? namedIn(part)
        : part.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
    })
    .join('<BR/>');
}

function namedIn(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;');
}

function closingOf(statement: Statement, { balance }: OfxDialect): Reading['closing'] {
  const cents = balancesOf(statement).at(-1);
  const date = statement.entries.at(-1)?.date;
  if (balance === 'none' || balance === 'empty' || cents === undefined || date === undefined) return null;
  return { balance: cents, date };
}

function balancesIn(dialect: OfxDialect, closing: Reading['closing']): readonly string[] {
  const { group, leaf } = writerOf(dialect);
  if (dialect.balance === 'none') return [];
  if (closing === null) return [group('LEDGERBAL', [leaf('BALAMT', ''), leaf('DTASOF', '00000000')])];
  const day = DATES[dialect.date](closing.date.replaceAll('-', ''));
  const ledger = group('LEDGERBAL', [
    leaf('BALAMT', AMOUNTS[dialect.amount](closing.balance)),
    leaf('DTASOF', day),
  ]);
  const available = group('AVAILBAL', [leaf('BALAMT', '1.00'), leaf('DTASOF', day)]);
  return dialect.balance === 'both' ? [ledger, available] : [ledger];
}
