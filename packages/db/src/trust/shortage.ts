// A client's ledger that is negative in a trust account: the bank took back money that was spent, so other clients' money
// is missing there (B4), whatever the client has in another account. One task for each matter asks a lawyer to replenish it the same day, and follows the balance. A shortage
// that grows is a new one: its task is told anew and due anew (B14).
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { BankAccountId, FirmId, MatterId, TransactionId } from '@makewhole/domain/ids';
import { ZERO, money, negate, type Money } from '@makewhole/domain/money';
import { trustReplenishSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { openPaymentTask } from '../obligations/payment-tasks.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { matters, trustAccountBalances } from '../schema/matters.ts';
import { obligations } from '../schema/obligations.ts';
import { lockTrustMoney, type MatterKey } from './matter-totals.ts';

/**
 * Opens the task of a matter that is short, lowers its amount with the shortage, replaces it by a task for the whole when
 * the shortage grows, and voids it once money covers it.
 * Called in the transaction that changed the balance, whose row it has locked.
 * @param because the payment that the task is filed under if it opens now
 */
export async function followShortage(
  tx: Db,
  matter: MatterKey,
  because: { readonly transactionId: TransactionId; readonly at: Date },
): Promise<void> {
  const { firmId, matterId } = matter;
  const [row] = await tx
    .select({ matterNumber: matters.number })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.id, matterId)));
  if (row === undefined) return;
  const short = await findShortage(tx, matter);
  const about = { ...row, account: short.account?.title ?? null };
  const summaryOf = (amount: Money) => trustReplenishSummary({ amount, currency: 'USD' }, about);
  const balance = negate(short.amount);
  await followBalance(tx, { firmId, subject: matterId }, { balance, summaryOf }, because);
}

/** What a ledger lacks, and in which trust account; zero and null if nothing. */
export type Shortage = {
  readonly amount: Money;
  readonly account: { readonly id: BankAccountId } | null;
};

type MatterShortage = Shortage & { readonly account: { readonly title: string } | null };

/**
 * What to replenish of a matter's money next: in the trust account where it lacks most. If it lacks some in another as
 * well, that is the next task.
 */
export async function findShortage(tx: Db, { firmId, matterId }: MatterKey): Promise<MatterShortage> {
  const { balance, bankAccountId } = trustAccountBalances;
  const [worst] = await tx
    .select({ id: bankAccounts.id, title: bankAccounts.title, balance })
    .from(trustAccountBalances)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, trustAccountBalances.firmId), eq(bankAccounts.id, bankAccountId)),
    )
    .where(
      and(
        eq(trustAccountBalances.firmId, firmId),
        eq(trustAccountBalances.matterId, matterId),
        lt(balance, money(0)),
      ),
    )
    .orderBy(asc(balance), asc(bankAccounts.id))
    .limit(1);
  return worst === undefined
    ? { amount: ZERO, account: null }
    : { amount: negate(worst.balance), account: { id: worst.id, title: worst.title } };
}

/** What may be short: a matter, or a trust account for the firm's own ledger in it. */
type ShortLedger = { readonly firmId: FirmId; readonly subject: MatterId | BankAccountId };

/** Brings the task of one ledger in line with its balance, as followShortage does for a matter. */
export async function followBalance(
  tx: Db,
  ledger: ShortLedger,
  is: { readonly balance: Money; readonly summaryOf: (shortage: Money) => string },
  { transactionId, at }: { readonly transactionId: TransactionId; readonly at: Date },
): Promise<void> {
  const amount = money(Math.max(0, -is.balance));
  // Covered, or smaller than it is now: somebody was told of less than is missing.
  const isOver = amount === 0 ? isOpenFor(ledger) : and(isOpenFor(ledger), lt(obligations.amount, amount));
  await tx
    .update(obligations)
    .set({ status: 'void', settledAt: at, settledBy: ENGINE, nextMessageAt: null })
    .where(isOver);
  if (amount === 0) return;
  const summary = is.summaryOf(amount);
  const open = await tx
    .update(obligations)
    .set({ amount, summary })
    .where(isOpenFor(ledger))
    .returning({ id: obligations.id });
  if (open.length > 0) return;
  const key = { ...ledger, transactionId, kind: 'trust_replenish' } as const;
  await openPaymentTask(tx, key, { summary, amount, at });
}

/** The condition of a ledger's open task. */
function isOpenFor({ firmId, subject }: ShortLedger) {
  return and(
    eq(obligations.firmId, firmId),
    eq(obligations.kind, 'trust_replenish'),
    eq(obligations.subject, subject),
    eq(obligations.status, 'open'),
  );
}

type Short = { readonly firmId: FirmId; readonly matterId: MatterId; readonly transactionId: TransactionId };

/**
 * Opens the tasks of matters that are short without one, such as those from before there were tasks.
 * @returns how many matters it looked at
 */
export async function openShortages(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const short = await db.execute<Short>(sql`
    SELECT DISTINCT t.firm_id AS "firmId", t.matter_id AS "matterId",
      coalesce((SELECT p.transaction_id FROM payments p WHERE p.firm_id = t.firm_id AND p.matter_id = t.matter_id
        AND p.type = 'sale' ORDER BY p.created_at DESC LIMIT 1), t.matter_id) AS "transactionId"
    FROM trust_account_balances t
    WHERE t.balance < 0 AND NOT EXISTS (SELECT FROM obligations o WHERE o.firm_id = t.firm_id
      AND o.kind = 'trust_replenish' AND o.subject = t.matter_id AND o.status = 'open')
    ORDER BY 1, 2 LIMIT ${limit}`);
  for (const { transactionId, ...matter } of short) {
    await db.transaction(async (tx) => {
      await lockTrustMoney(tx, matter);
      await followShortage(tx, matter, { transactionId, at: now });
    });
  }
  return short.length;
}
