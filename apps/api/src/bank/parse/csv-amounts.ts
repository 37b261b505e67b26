// The signed amount of each row of a bank's CSV. Some banks sign their amounts, some have a column for money out and one for
// money in, and some say in a column of its own which way an unsigned amount went; where those disagree, nothing is taken.
import { negate, money, type Money } from '@makewhole/domain/money';
import type { Column } from './csv-columns.ts';
import { Unreadable, amountOf } from './values.ts';

export type CsvRow = {
  readonly line: number;
  /** Trimmed; empty where the file has no such column. */
  readonly of: (column: Column) => string;
  /** Of the columns that are none of ours. */
  readonly others: readonly string[];
};

type Direction = 'debit' | 'credit';
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ...{ debit: 'debit', debits: 'debit', dr: 'debit', d: 'debit', db: 'debit', withdrawal: 'debit' },
  ...{ credit: 'credit', credits: 'credit', cr: 'credit', c: 'credit', deposit: 'credit' },
};

/** Negative: it left the account. @throws Unreadable where a row's direction is not certain */
export function amountsOf(rows: readonly CsvRow[]): readonly Money[] {
  refuseDebitsOfBothSigns(rows);
  const amounts = rows.map((row) => ({ row, amount: amountIn(row), direction: directionIn(row) }));
  const areSigned = amounts.some(({ amount }) => amount < 0);
  const tellsDebits = amounts.some(({ direction }) => direction === 'debit');
  return amounts.map(({ row, amount, direction }) => {
    if (areSigned || !tellsDebits || amount === 0) {
      const differs = direction === 'debit' ? amount > 0 && areSigned : direction === 'credit' && amount < 0;
      if (!differs) return amount;
      throw new Unreadable(`Line ${row.line} is called a ${direction}, and its amount has the other sign.`);
    }
    if (direction === null) {
      throw new Unreadable(
        `Line ${row.line}: another column of this file says which amounts are debits, and says nothing of this one. Export signed amounts.`,
      );
    }
    return direction === 'debit' ? negate(amount) : amount;
  });
}

/** As a column that is none of ours says it: "Debit", "CR". */
function directionIn({ line, others }: CsvRow): Direction | null {
  const said = new Set(
    others.map((cell) => DIRECTIONS[cell.toLowerCase()]).filter((one) => one !== undefined),
  );
  if (said.size > 1) throw new Unreadable(`Line ${line} is called both a debit and a credit.`);
  return [...said][0] ?? null;
}

function amountIn(row: CsvRow): Money {
  const { line, of } = row;
  const [amount, byColumn] = [of('amount'), debitOrCredit(row)];
  if (amount === '') {
    if (byColumn === null) throw new Unreadable(`Line ${line}: it has no amount, or two.`);
    return byColumn;
  }
  const said = amountOf(amount, `Line ${line}`);
  if (byColumn === null || byColumn === said) return said;
  if (said > 0 && byColumn === -said) return byColumn;
  throw new Unreadable(`Line ${line}: its amount is not that of its debit or credit.`);
}

/** A debit leaves the account, whichever sign the bank gives it. Null where neither column says anything. */
function debitOrCredit({ line, of }: CsvRow): Money | null {
  const where = `Line ${line}`;
  const [debit, credit] = [of('debit'), of('credit')];
  if (debit === '' && credit === '') return null;
  const read = (text: string) => (text === '' ? 0 : amountOf(text, where));
  const [out, into] = [read(debit), read(credit)];
  if (out !== 0 && into !== 0) throw new Unreadable(`${where}: it has no amount, or two.`);
  if (into < 0) throw new Unreadable(`${where}: "${credit}" is a credit below zero: which way did it go?`);
  return money(out === 0 ? into : -Math.abs(out));
}

/** With one sign throughout it is the bank's way to write them; with two, one of them is a reversal, and which? */
function refuseDebitsOfBothSigns(rows: readonly CsvRow[]): void {
  const debits = rows
    .filter(({ of }) => of('debit') !== '')
    .map(({ line, of }) => ({ line, sign: Math.sign(amountOf(of('debit'), `Line ${line}`)) }))
    .filter(({ sign }) => sign !== 0);
  const other = debits.find(({ sign }) => sign !== debits[0]?.sign);
  if (other !== undefined) {
    throw new Unreadable(`Line ${other.line}: its debit has another sign than those before it.`);
  }
}
