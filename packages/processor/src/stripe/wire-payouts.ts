// Stripe's payouts and balance transactions, as far as we read them.
import { z } from 'zod';

const id = z.string().min(1);
const signed = z.number().int();

export const wirePayout = z.object({
  object: z.literal('payout'),
  id,
  /** Negative where Stripe debits the bank account. */
  amount: signed,
  /** The books are in dollars: a payout in anything else is none that we can read. */
  currency: z.literal('usd'),
  /** Seconds since 1970. */
  arrival_date: z.number().int(),
  status: z.string(),
  /** completed, in_progress, or not_applicable to a payout that was made by hand. */
  reconciliation_status: z.string(),
});
export type WirePayout = z.infer<typeof wirePayout>;

/** A charge, a refund, a dispute or a payout; what is not there is left out. */
const wireSource = z.object({
  object: z.string(),
  id,
  payment_intent: id.nullish().catch(null),
  charge: id.nullish().catch(null),
  reason: z.string().nullish().catch(null),
});
export type WireSource = string | z.infer<typeof wireSource> | null | undefined;

/** A balance transaction: what moved the balance, before its fee. */
export const wireMovement = z.object({
  object: z.literal('balance_transaction'),
  id,
  amount: signed,
  fee: signed,
  currency: z.literal('usd'),
  type: z.string(),
  source: z.union([id, wireSource]).nullish(),
});
export type WireMovement = z.infer<typeof wireMovement>;
