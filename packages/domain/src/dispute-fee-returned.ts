// A dispute's fee that the processor gives back once the dispute is won.
import { money, negate, type Money } from './money.ts';
import type { LossPosting } from './losses.ts';

/** The processor gave a fee back, or all of it but `kept`: the inverse of that much. */
export function disputeFeeReturned(fees: readonly Omit<LossPosting, 'step'>[], kept: Money): LossPosting[] {
  return fees.flatMap((one) => {
    const booked = Math.max(...one.entries.map(({ amount }) => amount));
    const back = money(booked - kept);
    if (back <= 0) return [];
    const entries = one.entries.map((entry) => ({
      ...entry,
      amount: entry.amount > 0 ? negate(back) : back,
    }));
    return [{ ...one, step: 'dispute_fee_returned' as const, entries }];
  });
}
