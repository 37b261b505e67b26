import { sql, type SQL } from 'drizzle-orm';
import type { BankAccountId, ConnectionId, FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { PayoutItem, PayoutItemKind } from '@makewhole/domain/payouts';
import { ofSameAccount } from '../connections/followed-connection.ts';
import type { Db } from '../connect.ts';

/** A posting in the balance that no payout has paid out yet. */
export type BalancePosting = {
  readonly id: string;
  readonly bankAccountId: BankAccountId;
  readonly amount: Money;
};

type Of = { readonly firmId: FirmId; readonly connectionId: ConnectionId; readonly account: BankAccount };

/** What our books have in the balance for an item, in the accounts of this kind. */
export async function findItemPostings(tx: Db, of: Of, item: PayoutItem): Promise<BalancePosting[]> {
  const about = aboutItem(of, item);
  if (about === null) return [];
  const rows = await tx.execute<{ id: string; bankAccountId: BankAccountId; amount: string }>(sql`
    SELECT p.id, e.bank_account_id AS "bankAccountId", sum(e.amount) AS amount
    FROM postings p
    JOIN ledger_entries e ON e.posting_id = p.id AND e.account = 'processor_balance'
    JOIN bank_accounts b ON b.firm_id = e.firm_id AND b.id = e.bank_account_id AND b.kind = ${of.account}
    WHERE p.firm_id = ${of.firmId} AND ${about}
      AND NOT EXISTS (SELECT FROM payout_postings o WHERE o.posting_id = p.id)
    GROUP BY p.id, e.bank_account_id ORDER BY p.id`);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: money(Number(amount)) }));
}

const STEPS: Readonly<Record<Exclude<PayoutItemKind, 'fee' | 'adjustment'>, readonly string[]>> = {
  payment: ['receipt'],
  refund: ['operating_debit', 'trust_disbursement'],
  refund_failure: ['undo_operating_debit', 'undo_trust_disbursement'],
  return: ['receipt_returned', 'return_debited', 'original_bounced', 'paid_twice'],
  dispute: ['dispute_opened', 'dispute_fee'],
  dispute_won: ['dispute_won', 'dispute_fee_returned'],
  payout_failure: ['payout_returned'],
};

/** The condition of the item's postings (p); null for what no posting is about. */
function aboutItem({ firmId, connectionId }: Of, { kind, subject }: PayoutItem): SQL | null {
  if (subject === null || kind === 'fee' || kind === 'adjustment') return null;
  const steps = sql`p.step IN (${sql.join(
    STEPS[kind].map((step) => sql`${step}`),
    sql`, `,
  )})`;
  const ofRefund = (which: SQL) =>
    sql`p.refund_id IN (SELECT r.id FROM refunds r WHERE r.firm_id = ${firmId} AND ${which})`;
  switch (kind) {
    case 'refund':
    case 'refund_failure':
      return sql`${steps} AND ${ofRefund(sql`r.processor_refund_id = ${subject}`)}`;
    case 'payout_failure':
      return sql`${steps} AND p.cause_id = (SELECT o.id FROM payouts o WHERE o.firm_id = ${firmId}
        AND o.connection_id IN ${ofSameAccount(connectionId)} AND o.processor_payout_id = ${subject})`;
    case 'payment':
    case 'dispute':
    case 'dispute_won':
      return sql`${steps} AND p.refund_id IS NULL AND p.transaction_id = ${subject}`;
    case 'return':
      return sql`${steps} AND (p.refund_id IS NULL AND p.transaction_id = ${subject}
        OR ${ofRefund(sql`r.transaction_id = ${subject}`)})`;
  }
}
