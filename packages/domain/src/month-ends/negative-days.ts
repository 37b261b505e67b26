// The days on which a client ledger was negative: the first thing that an auditor looks for.
import type { BankDate } from '../bank-calendar.ts';
import { money, type Money } from '../money.ts';
import type { CardEntry, LedgerOfPeriod } from './binder-facts.ts';
import { totalOf } from './section.ts';

export type NegativeSpell = {
  readonly ledger: string;
  /** The first day of the period on which the ledger ended negative. */
  readonly from: BankDate;
  readonly lowest: Money;
  /** The day on which it ended without being negative; null if it was negative at the period's end. */
  readonly curedOn: BankDate | null;
};

/** Each time that a ledger was negative at the end of a day of the period. */
export function negativeSpells(
  ledgers: readonly LedgerOfPeriod[],
  cards: readonly CardEntry[],
  periodStart: BankDate,
): NegativeSpell[] {
  const entriesOf = Map.groupBy(cards, ({ key }) => key);
  return ledgers.flatMap((ledger) => {
    const days = [...Map.groupBy(entriesOf.get(ledger.key) ?? [], ({ on }) => on)].sort(([one], [other]) =>
      one < other ? -1 : 1,
    );
    let balance = ledger.opening;
    const spells: NegativeSpell[] = [];
    const add = (day: BankDate) => {
      const last = spells.at(-1);
      const open = last?.curedOn === null ? last : undefined;
      if (open !== undefined) {
        const lowest = balance < open.lowest ? balance : open.lowest;
        spells[spells.length - 1] = { ...open, lowest, curedOn: balance < 0 ? null : day };
      } else if (balance < 0) {
        spells.push({ ledger: ledger.name, from: day, lowest: balance, curedOn: null });
      }
    };
    add(periodStart);
    for (const [day, entries] of days) {
      balance = money(balance + totalOf(entries));
      add(day);
    }
    return spells;
  });
}
