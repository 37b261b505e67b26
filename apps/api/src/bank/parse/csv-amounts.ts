// The signed amount of each row of a bank's CSV. Some banks sign amounts, some have separate columns for money out and
// money in, and some have a column for the direction of an unsigned amount. If these disagree, the file is refused.
import { negate, money, type Money } from '@makewhole/domain/money';
import type { CsvRow } from './csv-rows.ts';
import { amountOf } from './read-amount.ts';
import { Unreadable, quoted } from './values.ts';

type Direction = 'debit' | 'credit';
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ...{ debit: 'debit', debits: 'debit', dr: 'debit', db: 'debit', dbit: 'debit', withdrawal: 'debit' },
  ...{
    credit: 'credit',
    credits: 'credit',
    cr: 'credit',
    crdt: 'credit',
    deposit: 'credit',
    dslip: 'credit',
  },
};
/** These mean it only in a column that is for it: elsewhere "C" may be "cleared", and "-" nothing. */
const SHORT_DIRECTIONS: Readonly<Record<string, Direction>> = {
  ...{ d: 'debit', '-': 'debit', out: 'debit', outgoing: 'debit', 'money out': 'debit', 'paid out': 'debit' },
  ...{
    c: 'credit',
    '+': 'credit',
    in: 'credit',
    incoming: 'credit',
    'money in': 'credit',
    'paid in': 'credit',
  },
};
/** "Credit Debit Indicator", "DR/CR", "C/D": a column for the direction and nothing else. */
const IS_FOR_DIRECTION =
  /^(?:(?:credit|debit|cr|dr|c|d)(?:\/| or | )?(?:credit|debit|cr|dr|c|d)(?: (?:indicator|ind|flag|code|mark|type))?|indicator|direction|sign)$/;
const IS_FOR_TYPE =
  /^(?:type|details|transaction|indicator|direction|tran(?:s|saction)? (?:type|code|description))$/;
const OUT_IN_WORDS = /(?:^|[^a-z])(?:debit|withdrawal|dr)(?:[^a-z]|$)/i;
const IN_IN_WORDS = /credit|deposit|refund|return|revers/i;

/** Negative for money out. @throws Unreadable if a row's direction is not certain */
export function amountsOf(rows: readonly CsvRow[]): readonly Money[] {
  refuseDebitsOfBothSigns(rows);
  const amounts = rows.map((row) => ({ row, amount: amountIn(row), direction: directionIn(row) }));
  const areSigned = amounts.some(({ amount }) => amount < 0);
  const tells = amounts.some(({ direction }) => direction !== null);
  if (!areSigned) for (const { row, amount } of amounts) if (amount !== 0) refuseUnclearDirection(row);
  return amounts.map(({ row, amount, direction }) => {
    if (areSigned || !tells || amount === 0) {
      const differs = direction === 'debit' ? amount > 0 && areSigned : direction === 'credit' && amount < 0;
      if (!differs) return amount;
      throw new Unreadable(
        `Line ${row.line} is marked as a ${direction}, but its amount has the opposite sign.`,
      );
    }
    if (direction === null) {
      throw new Unreadable(
        `Line ${row.line}: another column tells debits from credits, but not here. Export signed amounts.`,
      );
    }
    return direction === 'debit' ? negate(amount) : amount;
  });
}

/** The direction in a column that we do not use otherwise: "Debit", "CR". */
function directionIn({ line, others }: CsvRow): Direction | null {
  const own = others.filter(({ name }) => IS_FOR_DIRECTION.test(name));
  const said = new Set((own.length > 0 ? own : others).map(directionOf).filter((one) => one !== undefined));
  if (said.size > 1) throw new Unreadable(`Line ${line} is marked as both a debit and a credit.`);
  return [...said][0] ?? null;
}

function directionOf({ name, cell }: CsvRow['others'][number]): Direction | undefined {
  if (cell.length > DIRECTION_LENGTH_MAX) return undefined;
  const word = cell.toLowerCase().replace(/\.$/, '');
  return DIRECTIONS[word] ?? (IS_FOR_DIRECTION.test(name) ? SHORT_DIRECTIONS[word] : undefined);
}
const DIRECTION_LENGTH_MAX = 20;

/** Of amounts without signs, no column may say "debit" in a way that we do not understand. */
function refuseUnclearDirection({ line, others }: CsvRow): void {
  const unclear = others.find(
    (one) =>
      directionOf(one) === undefined &&
      (IS_FOR_DIRECTION.test(one.name) ||
        (IS_FOR_TYPE.test(one.name) && OUT_IN_WORDS.test(one.cell) && !IN_IN_WORDS.test(one.cell))),
  );
  if (unclear === undefined) return;
  throw new Unreadable(
    `Line ${line}: the column "${quoted(unclear.name)}" says "${quoted(unclear.cell)}", and no amount in this file is negative, so the direction of the money is unclear. Export signed amounts, or Debit and Credit columns.`,
  );
}

function amountIn(row: CsvRow): Money {
  const where = `Line ${row.line}`;
  const [said, byColumn] = [oneOf(row, 'amount'), debitOrCredit(row)];
  if (said === null) {
    if (byColumn === null) throw new Unreadable(`${where}: it has no amount, or more than one.`);
    return byColumn;
  }
  if (byColumn === null || byColumn === said) return said;
  if (said > 0 && byColumn === -said) return byColumn;
  throw new Unreadable(`${where}: its amount does not match its debit or credit.`);
}

/** A debit is money out, whatever its sign. Null if both columns are empty. */
function debitOrCredit(row: CsvRow): Money | null {
  const where = `Line ${row.line}`;
  const [out, into] = [oneOf(row, 'debit'), oneOf(row, 'credit')];
  if (out === null && into === null) return null;
  if ((out ?? 0) !== 0 && (into ?? 0) !== 0) {
    throw new Unreadable(`${where}: it has no amount, or more than one.`);
  }
  if (row.allOf('debit').some((text) => /\bcr\.?$/i.test(text))) {
    throw new Unreadable(`${where}: "${quoted(row.of('debit'))}" is a credit in the column of debits.`);
  }
  if ((into ?? 0) < 0) {
    throw new Unreadable(
      `${where}: "${quoted(row.of('credit'))}" is a negative credit, so its direction is unclear.`,
    );
  }
  return money((out ?? 0) === 0 ? (into ?? 0) : -Math.abs(out ?? 0));
}

/** What all columns that may be this one say; null if they are empty. */
function oneOf(row: CsvRow, column: 'amount' | 'debit' | 'credit'): Money | null {
  const said = row.allOf(column).map((text) => amountOf(text, `Line ${row.line}`));
  const [first, ...others] = said.filter((amount) => amount !== 0);
  if (others.some((other) => other !== first)) {
    throw new Unreadable(`Line ${row.line}: two columns could be its ${column}, and they differ.`);
  }
  return first ?? said[0] ?? null;
}

/** One sign throughout is the bank's style; with both, some are reversals, and it is unclear which. */
function refuseDebitsOfBothSigns(rows: readonly CsvRow[]): void {
  const debits = rows
    .map((row) => ({ line: row.line, sign: Math.sign(oneOf(row, 'debit') ?? 0) }))
    .filter(({ sign }) => sign !== 0);
  const other = debits.find(({ sign }) => sign !== debits[0]?.sign);
  if (other !== undefined) {
    throw new Unreadable(`Line ${other.line}: its debit has a different sign from the earlier ones.`);
  }
}
