import { CsvError, parse } from 'csv-parse/sync';
import type { StatementLine } from '@makewhole/db/bank/import-statement';
import { STATEMENT_LINES_MAX } from '@makewhole/domain/bank-lines';
import { money } from '@makewhole/domain/money';
import { amountOf, dateOf } from './statement-values.ts';
import { closingOf } from './running-balance.ts';
import type { StatementContent } from './read-statement.ts';
import { Unreadable } from './unreadable.ts';

/** What banks call each column, in small letters; the first that a file has is taken. */
const COLUMNS = {
  date: ['date', 'posted', 'posted date', 'posting date', 'post date', 'transaction date'],
  amount: ['amount', 'transaction amount'],
  debit: ['debit', 'withdrawal', 'withdrawals', 'debit amount'],
  credit: ['credit', 'deposit', 'deposits', 'credit amount'],
  description: ['description', 'details', 'memo', 'payee', 'name', 'transaction description'],
  reference: ['reference', 'reference number', 'ref', 'check number', 'check or slip #'],
  balance: ['balance', 'running balance', 'account balance', 'ledger balance'],
  bankId: ['fitid', 'transaction id', 'id', 'bank id'],
} as const;
type Column = keyof typeof COLUMNS;

type Row = { readonly line: number; readonly of: (column: Column) => string };

/** The lines of a CSV with a header row: a date, an amount (or a debit and a credit), a description, maybe a balance. */
export function readCsv(text: string): StatementContent {
  const [header, ...rows] = recordsOf(text);
  if (header === undefined) throw new Unreadable('This file is empty.');
  const names = header.record.map((name) => name.trim().toLowerCase());
  const places = new Map<Column, number>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const name = COLUMNS[column].find((one) => names.includes(one));
    if (name !== undefined) places.set(column, names.indexOf(name));
  }
  const hasAmount = places.has('amount') || (places.has('debit') && places.has('credit'));
  if (!places.has('date') || !hasAmount || !places.has('description')) {
    throw new Unreadable(
      'The first row must name the columns: Date, Description, and Amount (or Debit and Credit). This file is neither such a CSV nor OFX.',
    );
  }
  const read = rows.map(({ record, line }) => {
    const row: Row = { line, of: (column) => record[places.get(column) ?? -1]?.trim() ?? '' };
    return { line: lineOf(row), balance: balanceOf(row) };
  });
  return { lines: read.map(({ line }) => line), closing: closingOf(read) };
}

function balanceOf({ line, of }: Row) {
  return of('balance') === '' ? null : amountOf(of('balance'), `Line ${line}, its balance`);
}

function lineOf({ line, of }: Row): StatementLine {
  const where = `Line ${line}`;
  const description = [of('description'), of('reference')].filter((part) => part !== '').join(' ');
  return {
    date: dateOf(of('date'), where),
    amount: of('amount') === '' ? debitOrCredit({ line, of }) : amountOf(of('amount'), where),
    currency: 'USD',
    description,
    bankId: of('bankId') === '' ? null : of('bankId'),
  };
}

/** A debit leaves the account, whichever sign the bank gives it. */
function debitOrCredit({ line, of }: Row) {
  const where = `Line ${line}`;
  const [debit, credit] = [of('debit'), of('credit')];
  if ((debit === '') === (credit === '')) throw new Unreadable(`${where}: it has no amount, or two.`);
  return debit === '' ? amountOf(credit, where) : money(-Math.abs(amountOf(debit, where)));
}

type CsvRecord = { readonly record: readonly string[]; readonly line: number };

function recordsOf(text: string): CsvRecord[] {
  try {
    const parsed = parse(text, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      // The header, and one line more than there may be.
      to: STATEMENT_LINES_MAX + 2,
    });
    // The types of `info` know only the last overload: each record comes with where it stood.
    return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable(`This is no CSV: ${error.message}`);
    throw error;
  }
}
