// The signed amount of each row of a bank's CSV. Some banks sign amounts, some have separate columns for money out and
// money in, and some have a column for the direction of an unsigned amount. If these disagree, the file is refused.
import { negate, money, type Money } from '@makewhole/domain/money';
import type { Column } from './csv-columns.ts';
import { Unreadable, amountOf } from './values.ts';

export type CsvRow = {
  readonly line: number;
  /** Trimmed; empty if the file has no such column. */
  readonly of: (column: Column) => string;
  /** The cells of columns that we do not use. */
  readonly others: readonly string[];
};

type Direction = 'debit' | 'credit';
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ...{ debit: 'debit', debits: 'debit', dr: 'debit', d: 'debit', db: 'debit', withdrawal: 'debit' },
  ...{ credit: 'credit', credits: 'credit', cr: 'credit', c: 'credit', deposit: 'credit' },
};

/** Negative for money out. @throws Unreadable if a row's direction is not certain */
export function amountsOf(rows: readonly CsvRow[]): readonly Money[] {
  refuseDebitsOfBothSigns(rows);
  const amounts = rows.map((row) => ({ row, amount: amountIn(row), direction: directionIn(row) }));
  const areSigned = amounts.some(({ amount }) => amount < 0);
  const tellsDebits = amounts.some(({ direction }) => direction === 'debit');
  return amounts.map(({ row, amount, direction }) => {
    if (areSigned || !tellsDebits || amount === 0) {
      const differs = direction === 'debit' ? amount > 0 && areSigned : direction === 'credit' && amount < 0;
      if (!differs) return amount;
      throw new Unreadable(
        `Line ${row.line} is marked as a ${direction}, but its amount has the opposite sign.`,
      );
    }
    if (direction === null) {
      throw new Unreadable(
        `Line ${row.line}: another column marks amounts as debits but is empty here. Export signed amounts.`,
      );
    }
    return direction === 'debit' ? negate(amount) : amount;
  });
}

/** The direction in a column that we do not use otherwise: "Debit", "CR". */
function directionIn({ line, others }: CsvRow): Direction | null {
  const said = new Set(
    others.map((cell) => DIRECTIONS[cell.toLowerCase()]).filter((one) => one !== undefined),
  );
  if (said.size > 1) throw new Unreadable(`Line ${line} is marked as both a debit and a credit.`);
  return [...said][0] ?? null;
}

function amountIn(row: CsvRow): Money {
  const { line, of } = row;
  const [amount, byColumn] = [of('amount'), debitOrCredit(row)];
  if (amount === '') {
    if (byColumn === null) throw new Unreadable(`Line ${line}: it has no amount, or more than one.`);
    return byColumn;
  }
  const said = amountOf(amount, `Line ${line}`);
  if (byColumn === null || byColumn === said) return said;
  if (said > 0 && byColumn === -said) return byColumn;
  throw new Unreadable(`Line ${line}: its amount does not match its debit or credit.`);
}

/** A debit is money out, whatever its sign. Null if both columns are empty. */
function debitOrCredit({ line, of }: CsvRow): Money | null {
  const where = `Line ${line}`;
  const [debit, credit] = [of('debit'), of('credit')];
  if (debit === '' && credit === '') return null;
  const read = (text: string) => (text === '' ? 0 : amountOf(text, where));
  const [out, into] = [read(debit), read(credit)];
  if (out !== 0 && into !== 0) throw new Unreadable(`${where}: it has no amount, or more than one.`);
  if (into < 0)
    throw new Unreadable(`${where}: "${credit}" is a negative credit, so its direction is unclear.`);
  return money(out === 0 ? into : -Math.abs(out));
}

/** One sign throughout is the bank's style; with both, some are reversals, and it is unclear which. */
function refuseDebitsOfBothSigns(rows: readonly CsvRow[]): void {
  const debits = rows
    .filter(({ of }) => of('debit') !== '')
    .map(({ line, of }) => ({ line, sign: Math.sign(amountOf(of('debit'), `Line ${line}`)) }))
    .filter(({ sign }) => sign !== 0);
  const other = debits.find(({ sign }) => sign !== debits[0]?.sign);
  if (other !== undefined) {
    throw new Unreadable(`Line ${other.line}: its debit has a different sign from the earlier ones.`);
  }
}
