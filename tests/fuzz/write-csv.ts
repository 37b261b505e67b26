// Writes a statement as CSV in the ways that US banks and the programs after them do.
import fc from 'fast-check';
import {
  balancesOf,
  digitsOf,
  groupedOf,
  type Entry,
  type Reading,
  type Statement,
} from './bank-statement.ts';
import { CSV_AMOUNTS as SIGNED, CSV_DATES as DATES } from './csv-styles.ts';
import { encoded, ENCODINGS } from './encode-text.ts';

const INDICATORS = { words: ['Debit', 'Credit'], capitals: ['DR', 'CR'], letters: ['D', 'C'] } as const;
const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  // the keys of a table of ours
  fc.constantFrom(...(Object.keys(table) as Key[]));

export const csvDialects = fc.record({
  delimiter: fc.constantFrom(',', ',', ',', '\t', '|'),
  lineEnd: fc.constantFrom('\r\n', '\n', '\r', 'mixed'),
  hasFinalLineEnd: fc.boolean(),
  encoding: fc.constantFrom(...ENCODINGS),
  order: fc.constantFrom('oldest', 'newest'),
  date: keysOf(DATES),
  dateName: fc.constantFrom(
    'Date',
    'Posting Date',
    'Post Date',
    'DATE POSTED',
    ' Transaction Date ',
    'Effective Date',
  ),
  money: fc.constantFrom('signed', 'columns', 'indicator'),
  signed: keysOf(SIGNED),
  amountName: fc.constantFrom('Amount', 'Amount (USD)', 'AMOUNT', 'Transaction Amount', 'Amount ($)'),
  columnNames: fc.constantFrom(
    ['Debit', 'Credit'],
    ['Withdrawals', 'Deposits'],
    ['Paid Out', 'Paid In'],
    ['Withdrawal (-)', 'Deposit (+)'],
    ['Amount Debit', 'Amount Credit'],
  ),
  unused: fc.constantFrom('', '0.00', '$0.00'),
  isDebitNegative: fc.boolean(),
  indicator: keysOf(INDICATORS),
  indicatorName: fc.constantFrom('Credit Debit Indicator', 'DR/CR', 'Dr Cr', 'Debit/Credit'),
  wordsName: fc.constantFrom('Description', 'Memo', 'Payee', 'Transaction Description', 'Details'),
  referenceName: fc.constantFrom(null, 'Reference', 'Check Number', 'Check or Slip #', 'Reference No.'),
  balanceName: fc.constantFrom(
    null,
    'Balance',
    'Running Bal.',
    'Running Balance ($)',
    'Account Running Balance',
  ),
  extras: fc.subarray([
    ['Account Number', '...1234'],
    ['Category', 'Uncategorized'],
    ['Currency', 'USD'],
    ['Status', 'Posted'],
    ['Available Balance', ''],
  ] as const),
  isShuffled: fc.integer({ min: 0, max: 1_000 }),
  hasSeparatorLine: fc.boolean(),
  summary: fc.constantFrom('none', 'none', 'words', 'balances'),
  openingRow: fc.constantFrom(
    null,
    null,
    'Opening balance',
    'BALANCE FORWARD',
    'Beginning balance as of 01/01/2024',
  ),
  total: fc.boolean(),
  emptyRows: fc.constantFrom('none', 'none', 'lines', 'commas'),
  surplus: fc.constantFrom(0, 0, 0, 1, 2),
  quoting: fc.constantFrom('needed', 'all'),
});
type Drawn<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;
export type CsvDialect = Drawn<typeof csvDialects>;

export type Role =
  'date' | 'amount' | 'debit' | 'credit' | 'words' | 'reference' | 'balance' | 'indicator' | 'extra';
type Column = {
  readonly role: Role;
  readonly name: string;
  readonly of: (entry: Entry, balance: number) => string;
};

export type CsvFile = {
  readonly text: string;
  /** The header's record, and what each field of it is. */
  readonly header: readonly string[];
  readonly roles: readonly Role[];
  readonly reading: Reading;
};

export function writeCsv(statement: Statement, dialect: CsvDialect): CsvFile {
  const columns = columnsOf(dialect);
  const balances = balancesOf(statement);
  const rows = statement.entries.map((entry, nth) => columns.map(({ of }) => of(entry, balances[nth] ?? 0)));
  const ordered = dialect.order === 'oldest' ? rows : rows.toReversed();
  const opening = openingOf(statement, dialect, columns);
  const records = [
    ...(dialect.hasSeparatorLine && dialect.summary === 'none' ? [[`sep=${dialect.delimiter}`]] : []),
    ...summaryOf(statement, dialect),
    columns.map(({ name }) => name),
    ...(dialect.order === 'oldest' ? opening : []),
    ...ordered,
    ...(dialect.order === 'newest' ? opening : []),
    ...totalsOf(statement, dialect, columns),
  ];
  return {
    text: joined(records, dialect, columns.length),
    header: columns.map(({ name }) => name),
    roles: columns.map(({ role }) => role),
    reading: readingOf(statement, dialect, balances),
  };
}

/** The bytes of a text in the dialect's encoding. */
export function csvBytes(text: string, { encoding }: CsvDialect): Uint8Array {
  return encoded(text, encoding);
}

function columnsOf(dialect: CsvDialect): readonly Column[] {
  const dateIn = ({ date }: Entry) => {
    const [year = '', month = '', day = ''] = date.split('-');
    return DATES[dialect.date](year, month, day);
  };
  const columns: Column[] = [
    { role: 'date', name: dialect.dateName, of: dateIn },
    { role: 'words', name: dialect.wordsName, of: ({ words }) => words },
    ...moneyColumnsOf(dialect),
    ...dialect.extras.map(([name, cell]): Column => ({ role: 'extra', name, of: () => cell })),
  ];
  const { referenceName, balanceName } = dialect;
  if (referenceName !== null) {
    columns.push({ role: 'reference', name: referenceName, of: ({ reference }) => reference });
  }
  if (balanceName !== null) {
    columns.push({ role: 'balance', name: balanceName, of: (_, balance) => balanceIn(balance, dialect) });
  }
  const turn = dialect.isShuffled % columns.length;
  return [...columns.slice(turn), ...columns.slice(0, turn)];
}

function moneyColumnsOf(dialect: CsvDialect): readonly Column[] {
  const write = SIGNED[dialect.signed];
  if (dialect.money === 'signed') {
    return [{ role: 'amount', name: dialect.amountName, of: ({ amount }) => write(amount) }];
  }
  const unsigned = dialect.signed === 'suffix' ? SIGNED.plain : write;
  if (dialect.money === 'indicator') {
    const [debit, credit] = INDICATORS[dialect.indicator];
    return [
      { role: 'amount', name: dialect.amountName, of: ({ amount }) => unsigned(Math.abs(amount)) },
      { role: 'indicator', name: dialect.indicatorName, of: ({ amount }) => (amount < 0 ? debit : credit) },
    ];
  }
  const [debitName = '', creditName = ''] = dialect.columnNames;
  const debit = (amount: number) => unsigned(dialect.isDebitNegative ? amount : -amount);
  return [
    { role: 'debit', name: debitName, of: ({ amount }) => (amount < 0 ? debit(amount) : dialect.unused) },
    {
      role: 'credit',
      name: creditName,
      of: ({ amount }) => (amount < 0 ? dialect.unused : unsigned(amount)),
    },
  ];
}

function balanceIn(cents: number, dialect: CsvDialect): string {
  return SIGNED[dialect.signed](cents);
}

function openingOf(statement: Statement, dialect: CsvDialect, columns: readonly Column[]): string[][] {
  const { openingRow } = dialect;
  if (openingRow === null || dialect.balanceName === null) return [];
  return [
    columns.map(({ role }) => {
      if (role === 'words') return openingRow;
      return role === 'balance' ? balanceIn(statement.opening, dialect) : '';
    }),
  ];
}

function totalsOf({ entries }: Statement, dialect: CsvDialect, columns: readonly Column[]): string[][] {
  if (!dialect.total || dialect.money === 'indicator') return [];
  const sumOf = (is: (amount: number) => boolean) =>
    entries.reduce((sum, { amount }) => sum + (is(amount) ? amount : 0), 0);
  const [out, into] = [sumOf((amount) => amount < 0), sumOf((amount) => amount > 0)];
  const cells: Partial<Record<Role, string>> = {
    words: 'Total',
    amount: SIGNED[dialect.signed](out + into),
    debit: digitsOf(out),
    credit: digitsOf(into),
  };
  return [columns.map(({ role }) => cells[role] ?? '')];
}

function summaryOf(statement: Statement, { summary }: CsvDialect): string[][] {
  if (summary === 'none') return [];
  const heads = [['Account', 'Trust ...1234'], ['Downloaded', '11/20/2026'], []];
  if (summary === 'words') return heads;
  const closing = balancesOf(statement).at(-1) ?? statement.opening;
  return [
    ['Description', '', 'Summary Amt.'],
    ['Beginning balance as of 01/01/2024', '', groupedOf(statement.opening)],
    ['Ending balance as of 11/20/2026', '', groupedOf(closing)],
    [],
  ];
}

function joined(records: readonly (readonly string[])[], dialect: CsvDialect, width: number): string {
  const lineEnds = dialect.lineEnd === 'mixed' ? ['\r\n', '\n', '\r'] : [dialect.lineEnd];
  const written = records.map((record) => {
    // One field alone, such as sep=, is written as it is.
    if (record.length < 2) return record.join('');
    const fields = record.map((field) => quotedIn(field, dialect));
    const isOfTable = record.length === width;
    return fields
      .concat(isOfTable ? Array.from({ length: dialect.surplus }, () => '') : [])
      .join(dialect.delimiter);
  });
  const empty = { none: [], lines: ['', ''], commas: [dialect.delimiter.repeat(width), ''] }[
    dialect.emptyRows
  ];
  return [...written, ...empty, ...(dialect.hasFinalLineEnd ? [''] : [])]
    .map((line, nth, all) =>
      nth === all.length - 1 ? line : line + (lineEnds[nth % lineEnds.length] ?? '\n'),
    )
    .join('');
}

function quotedIn(field: string, { quoting, delimiter }: CsvDialect): string {
  const isNeeded = field.includes(delimiter) || /["\r\n]/.test(field);
  return isNeeded || quoting === 'all' ? `"${field.replaceAll('"', '""')}"` : field;
}

function readingOf({ entries }: Statement, dialect: CsvDialect, balances: readonly number[]): Reading {
  const lines = entries.map(({ date, amount, words, reference }) => ({
    date,
    amount,
    description: [words, dialect.referenceName === null ? '' : reference]
      .filter((part) => part !== '')
      .join(' '),
  }));
  const balance = balances.at(-1);
  const date = entries.at(-1)?.date;
  return {
    lines: dialect.order === 'oldest' ? lines : lines.toReversed(),
    closing:
      dialect.balanceName === null || balance === undefined || date === undefined ? null : { balance, date },
  };
}
