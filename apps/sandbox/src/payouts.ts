// What a merchant is paid out: everything that moved its balance since the payout before, for one kind of bank account.
// Made by /control/payout alone: a merchant that nobody pays out is one that settles gross.
import { z } from 'zod';
import { instant } from './clock.ts';
import type { Context } from './context.ts';
import { listPayments, type PaymentRow } from './payments.ts';
import { refundsOfPayment } from './refunds.ts';
import { inTransaction } from './database.ts';

const BANK_ACCOUNTS = ['operating', 'trust'] as const;

export const payoutBody = z.strictObject({
  account: z.string().min(1),
  bankAccount: z.enum(BANK_ACCOUNTS),
  /** Kept back from each payment, in minor units. */
  feePerPayment: z.int().nonnegative().default(0),
  arrivesOn: z.iso.date(),
  status: z.enum(['pending', 'paid', 'failed']).default('paid'),
});
export type PayoutToMake = z.infer<typeof payoutBody>;

/** Moves a payout that was made: it arrives, or the bank refuses it. */
export const payoutChange = z.strictObject({ id: z.string().min(1), status: z.enum(['paid', 'failed']) });

const payoutItem = z.object({
  id: z.string(),
  kind: z.enum(['payment', 'refund', 'refund_failure', 'return', 'payout_failure']),
  subject: z.string(),
  amount: z.int(),
  fee: z.int(),
});
type Item = z.infer<typeof payoutItem>;

const payoutRow = z.object({
  seq: z.number(),
  id: z.string(),
  account: z.string(),
  bank_account: z.enum(BANK_ACCOUNTS),
  amount: z.number(),
  status: z.enum(['pending', 'paid', 'failed']),
  arrives_on: z.string(),
  items: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(payoutItem)),
  updated_at: z.number(),
});
type PayoutRow = z.infer<typeof payoutRow>;

export function payoutAnswer(row: PayoutRow) {
  return {
    id: row.id,
    account: row.account,
    bankAccount: row.bank_account,
    amount: row.amount,
    currency: 'USD',
    status: row.status,
    arrivesOn: row.arrives_on,
    complete: true,
    items: row.items,
    updatedAt: instant(row.updated_at),
  };
}

/** Pays out what has moved the balance and was not paid out yet. */
export function makePayout(context: Context, body: PayoutToMake): PayoutRow {
  const { database, clock } = context;
  return inTransaction(database, () => {
    const paidOut = new Set(
      listPayouts(context, body.account).flatMap(({ items }) => items.map(({ id }) => id)),
    );
    const items = [
      ...paymentsOf(context, body.account).flatMap((payment) => itemsOf(context, payment, body)),
      ...listPayouts(context, body.account).flatMap((earlier) => failureOf(earlier, body)),
    ].filter(({ id }) => !paidOut.has(id));
    const amount = items.reduce((sum, item) => sum + item.amount - item.fee, 0);
    const place = database.prepare('SELECT coalesce(max(seq), 0) + 1 AS seq FROM payouts').get();
    const { seq } = z.object({ seq: z.number() }).parse(place);
    const made = database
      .prepare(
        `INSERT INTO payouts (seq, id, account, bank_account, amount, status, arrives_on, items, updated_at)
         VALUES (:seq, :id, :account, :bankAccount, :amount, :status, :arrivesOn, :items, :now) RETURNING *`,
      )
      .get({
        ...{ seq, id: `po_${seq}`, account: body.account, bankAccount: body.bankAccount, amount },
        ...{
          status: body.status,
          arrivesOn: body.arrivesOn,
          items: JSON.stringify(items),
          now: clock.nowMs(),
        },
      });
    return payoutRow.parse(made);
  });
}

/** Undefined if there is no such payout. */
export function changePayout(
  { database, clock }: Context,
  { id, status }: z.infer<typeof payoutChange>,
): PayoutRow | undefined {
  const changed = database
    .prepare('UPDATE payouts SET status = :status, updated_at = :now WHERE id = :id RETURNING *')
    .get({ id, status, now: clock.nowMs() });
  return payoutRow.optional().parse(changed);
}

/** A merchant's payouts that arrive on or after a day, oldest first. */
export function listPayouts(
  { database }: Context,
  account: string,
  { since = '', after = 0, limit = 10_000 }: { since?: string; after?: number; limit?: number } = {},
): PayoutRow[] {
  const found = database
    .prepare(
      `SELECT * FROM payouts WHERE account = :account AND seq > :after AND arrives_on >= :since
       ORDER BY seq LIMIT :limit`,
    )
    .all({ account, since, after, limit });
  return z.array(payoutRow).parse(found);
}

const PAYMENTS_MAX = 10_000;

function paymentsOf(context: Context, account: string): readonly PaymentRow[] {
  const always = { sinceMs: 0, createdFrom: 0, createdTo: Number.MAX_SAFE_INTEGER };
  return listPayments(context, { ...always, account, afterRevision: 0, limit: PAYMENTS_MAX }).rows;
}

function itemsOf(
  context: Context,
  payment: PaymentRow,
  { bankAccount, feePerPayment }: PayoutToMake,
): Item[] {
  const share = (payment.facts.items ?? [])
    .filter(({ account }) => account === bankAccount)
    .reduce((sum, { amount }) => sum + amount, 0);
  if (share === 0 || payment.settled_at === null) return [];
  const of = (kind: Item['kind'], subject: string, amount: number, fee = 0): Item => ({
    ...{ id: `${kind}:${subject}:${bankAccount}`, kind, subject, amount, fee },
  });
  const refunds = refundsOfPayment(context, payment.id).flatMap(({ id, status }) => [
    of('refund', id, -share),
    ...(status === 'failed' || status === 'returned' ? [of('refund_failure', id, share)] : []),
  ]);
  return [
    of('payment', payment.id, share, feePerPayment),
    ...(payment.status === 'returned' ? [of('return', payment.id, -share)] : []),
    ...refunds,
  ];
}

function failureOf({ id, status, amount, bank_account: account }: PayoutRow, body: PayoutToMake): Item[] {
  if (status !== 'failed' || account !== body.bankAccount) return [];
  return [{ id: `payout_failure:${id}`, kind: 'payout_failure', subject: id, amount, fee: 0 }];
}
