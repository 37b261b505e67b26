// What two people sign of a month end: what was reconciled, without what goes on changing afterward, such as what is
// held for refunds or when an item cleared since. If this is the same, it is the same month end.
import type { BookEntry, ReconciliationFacts, StatementLine } from './reconciliation-facts.ts';
import type { ThreeWay } from './three-way.ts';

export function reconciledCore(
  { statement, entries, ledgers }: ReconciliationFacts<BookEntry, StatementLine>,
  page: ThreeWay<BookEntry, StatementLine>,
): Readonly<Record<string, unknown>> {
  const { from, to, opening, closing, previousClosing, scope } = statement;
  return {
    statement: { from, to, opening, closing, previousClosing, scope },
    journal: {
      closing: page.line2,
      entries: entries
        .filter(({ on }) => from <= on)
        .map(({ postingId, on, amount }) => ({ postingId, on, amount })),
    },
    ledgers: ledgers.map(({ key, balance }) => ({ key, balance })),
    deposits: page.line4.items.map(({ postingId }) => postingId),
    disbursements: page.line5.items.map(({ postingId }) => postingId),
    bankItems: page.line5a.items.map(({ lineId }) => lineId),
    adjusted: page.line6,
  };
}
