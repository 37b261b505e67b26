import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { BankAccountId } from '@makewhole/domain/ids';
import { ZERO, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { trustAccountBalances } from '../schema/matters.ts';
import type { MatterKey } from './matter-totals.ts';

/** A matter's money in one trust account. */
export type TrustAccountMoney = MatterKey & { readonly bankAccountId: BankAccountId };

/** What a matter has in a trust account, minor units: negative where it is short, zero if it never had any there. */
export async function findAccountBalance(tx: Db, of: TrustAccountMoney): Promise<Money> {
  const [row] = await tx
    .select({ balance: trustAccountBalances.balance })
    .from(trustAccountBalances)
    .where(isMoney(of));
  return row?.balance ?? ZERO;
}

/** What of a matter's money in a trust account may be promised, minor units: see freeTrust. */
export async function findFreeTrust(db: Db, of: TrustAccountMoney): Promise<number> {
  const [row] = await db.select({ free: freeTrust() }).from(trustAccountBalances).where(isMoney(of));
  return row?.free ?? 0;
}

/** Locks the balance, and tells whether that much of it is free. Of two who race, one waits. */
export async function lockIfFree(tx: Db, of: TrustAccountMoney, amount: Money): Promise<boolean> {
  const enough = await tx
    .select({ matterId: trustAccountBalances.matterId })
    .from(trustAccountBalances)
    .where(and(isMoney(of), sql`${freeTrust()} >= ${amount}`))
    .for('update');
  return enough.length === 1;
}

export function isMoney({ firmId, matterId, bankAccountId }: TrustAccountMoney): SQL | undefined {
  const balance = trustAccountBalances;
  return and(
    eq(balance.firmId, firmId),
    eq(balance.matterId, matterId),
    eq(balance.bankAccountId, bankAccountId),
  );
}

/**
 * The part of a matter's balance in a trust account that may be promised: for queries of its row. It excludes money that
 * the bank may take, from the first report of a dispute on (R12), and money that belongs to the firm because the bank
 * took it from operating. What the bank has taken from trust is not in the balance any more, and what a refund pays back
 * is held.
 */
function freeTrust(): SQL<number> {
  const received = sql`EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
    AND b.transaction_id = p.transaction_id AND b.step = 'receipt')`;
  const unrefunded = sql`NOT EXISTS (SELECT FROM refunds r WHERE r.firm_id = p.firm_id
    AND r.transaction_id = p.transaction_id AND (r.status NOT IN ('rejected', 'declined', 'canceled', 'failed')
      OR EXISTS (SELECT FROM trust_holds h WHERE h.firm_id = r.firm_id AND h.refund_id = r.id AND h.status = 'held')))`;
  const ofMatter = sql`p.firm_id = trust_account_balances.firm_id
    AND p.matter_id = trust_account_balances.matter_id`;
  const itemHere = sql`i.firm_id = p.firm_id AND i.transaction_id = p.transaction_id AND i.account = 'trust'
    AND i.bank_account_id = trust_account_balances.bank_account_id`;
  const lost = sql`(SELECT coalesce(sum(l.trust_amount), 0) FROM losses l
    JOIN payments p ON p.firm_id = l.firm_id AND p.transaction_id = l.transaction_id
    WHERE ${ofMatter} AND EXISTS (SELECT FROM payment_items i WHERE ${itemHere})
      AND ${STANDS_IN_TRUST} AND ${received} AND ${unrefunded})`;
  // The record of a dispute may say no more than that there is one.
  const unnamed = sql`(SELECT coalesce(sum(i.amount - (SELECT coalesce(sum(a.amount), 0) FROM trust_applications a
      WHERE a.firm_id = i.firm_id AND a.item_id = i.id AND a.ended_at IS NULL)), 0) FROM payments p JOIN payment_items i ON ${itemHere}
    WHERE ${ofMatter} AND p.disputed
      AND NOT EXISTS (SELECT FROM losses l WHERE l.firm_id = p.firm_id AND l.transaction_id = p.transaction_id
        AND l.kind = 'dispute' AND l.status <> 'won')
      AND ${received} AND ${unrefunded}
      AND NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
        AND b.transaction_id = p.transaction_id AND b.step = 'receipt_returned'))`;
  // What the bank gave back and the firm had paid is the firm's, until trust step (a) (ADR 46).
  const reclaimed = sql`(SELECT coalesce(sum(o.amount), 0) FROM losses l
    JOIN payments p ON p.firm_id = l.firm_id AND p.transaction_id = l.transaction_id
    JOIN obligations o ON o.firm_id = l.firm_id AND o.transaction_id = l.transaction_id AND o.subject = l.id
      AND o.refund_id IS NULL AND o.kind = 'trust_payment' AND o.status = 'open'
    WHERE ${ofMatter} AND l.status = 'won' AND EXISTS (SELECT FROM payment_items i WHERE ${itemHere}))`;
  const spoken = sql`trust_account_balances.held + ${lost} + ${unnamed} + ${reclaimed}`;
  return sql<number>`(trust_account_balances.balance - (${spoken}))`.mapWith(Number);
}

/**
 * A loss (l) whose trust money is in the trust account still: an open inquiry, or one that the bank took from operating,
 * until trust step (a).
 */
const STANDS_IN_TRUST = sql.raw(`(l.status = 'open' AND NOT l.withdrawn
  OR l.status IN ('open', 'lost') AND l.withdrawn AND l.debits = 'operating'
    AND NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = l.firm_id AND b.refund_id IS NULL
      AND b.transaction_id = l.transaction_id AND b.step IN ('trust_payment', 'paid_twice') AND b.cause_id = l.id))`);
