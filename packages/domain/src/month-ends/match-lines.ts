// Which lines of the bank are which postings, where only one pair fits: for everything else a person says it.
import { addCalendarDays, type BankDate } from '../bank-calendar.ts';
import type { Money } from '../money.ts';

type Movement = { readonly id: string; readonly on: BankDate; readonly amount: Money };

/** A bank may show a movement some days after it was booked, and a little before. */
const SHOWN_AFTER_DAYS = 10;
const SHOWN_BEFORE_DAYS = 3;

export type Pair = { readonly lineId: string; readonly postingId: string };

/** The pairs of equal amounts, close in time, of which neither half fits anything else. */
export function unambiguousPairs(lines: readonly Movement[], postings: readonly Movement[]): Pair[] {
  const byAmount = Map.groupBy(postings, ({ amount }) => amount);
  const fitting = lines.map((line) => ({
    line,
    fits: (byAmount.get(line.amount) ?? []).filter(({ on }) => isClose(line.on, on)),
  }));
  const claims = new Map<string, number>();
  for (const { fits } of fitting) for (const { id } of fits) claims.set(id, (claims.get(id) ?? 0) + 1);
  return fitting.flatMap(({ line, fits }) => {
    const [only, ...others] = fits;
    if (only === undefined || others.length > 0 || claims.get(only.id) !== 1) return [];
    return [{ lineId: line.id, postingId: only.id }];
  });
}

type Line = {
  readonly lineId: string;
  readonly date: BankDate;
  readonly amount: Money;
  readonly description: string;
};
type ArrivedPayout = {
  readonly id: string;
  readonly processorPayoutId: string;
  readonly arrivesOn: BankDate;
  readonly amount: Money;
};

/** The lines that are payouts: the only one that names it, else the only one that fits. */
export function linesOfPayouts(
  lines: readonly Line[],
  payouts: readonly ArrivedPayout[],
): { readonly lineId: string; readonly payoutId: string }[] {
  const named = payouts.flatMap(({ id: payoutId, processorPayoutId, amount }) => {
    const [only, ...others] = lines.filter(
      ({ amount: shown, description }) => shown === amount && isNamed(description, processorPayoutId),
    );
    return only === undefined || others.length > 0 ? [] : [{ lineId: only.lineId, payoutId }];
  });
  const pairs = unambiguousPairs(
    lines
      .filter(({ lineId }) => !named.some((one) => one.lineId === lineId))
      .map(({ lineId: id, date: on, amount }) => ({ id, on, amount })),
    payouts
      .filter(({ id }) => !named.some((one) => one.payoutId === id))
      .map(({ id, arrivesOn: on, amount }) => ({ id, on, amount })),
  );
  return [...named, ...pairs.map(({ lineId, postingId: payoutId }) => ({ lineId, payoutId }))];
}

/** Banks print in capitals. */
function isNamed(description: string, id: string): boolean {
  return description.toLowerCase().includes(id.toLowerCase());
}

function isClose(shownOn: BankDate, bookedOn: BankDate): boolean {
  return (
    addCalendarDays(bookedOn, -SHOWN_BEFORE_DAYS) <= shownOn &&
    shownOn <= addCalendarDays(bookedOn, SHOWN_AFTER_DAYS)
  );
}
