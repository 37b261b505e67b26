// The losses of a payment, as the processor reports them: each is recorded once, with where the bank took it (ADR 28).
// book-losses.ts posts them.
import { and, asc, eq, sql } from 'drizzle-orm';
import type { LossId, PrincipalId } from '@makewhole/domain/ids';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { divideLoss, type LossesDebit } from '@makewhole/domain/losses';
import { ZERO, money, sum, type Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import type { PaymentKey, PaymentRow } from '../lock-payment.ts';
import { hasPaymentPosting } from '../ledger/payment-posting.ts';
import { newId } from '../new-id.ts';
import { postings } from '../schema/ledger.ts';
import { losses } from '../schema/losses.ts';
import { refunds } from '../schema/refunds.ts';
import { findConnectionRules } from '../connections/connection-rules.ts';
import { findParts } from './find-parts.ts';

export type LossRow = typeof losses.$inferSelect;

/** A payment's losses, oldest first. */
export function findLosses(tx: Db, { firmId, transactionId }: PaymentKey): Promise<LossRow[]> {
  return tx
    .select()
    .from(losses)
    .where(and(eq(losses.firmId, firmId), eq(losses.transactionId, transactionId)))
    .orderBy(asc(losses.knownAt), asc(losses.id));
}

/** A dispute as the processor's record has it. */
export type ReportedDispute = {
  readonly id: string;
  readonly status: 'open' | 'won' | 'lost';
  /** Null if the processor does not report one: then it is about the whole payment. */
  readonly amount: Money | null;
  /** What the processor charged for it so far; null if it does not say. */
  readonly fee?: Money | null;
  /** The same before it gave anything back; left out if it is the same. */
  readonly feeCharged?: Money | null;
  /** An inquiry takes no money. */
  readonly kind?: 'inquiry' | 'chargeback';
  /** Where the bank took the money, if the processor says so. */
  readonly debitedFrom?: BankAccount | null;
};

/** Records what a newer record says of a payment's dispute: its opening, another amount, its end. */
export async function recordDispute(
  tx: Db,
  payment: PaymentRow,
  dispute: ReportedDispute,
  at: Date,
): Promise<void> {
  const known = await findLosses(tx, payment);
  if (await wasBookedBefore(tx, payment, known)) return;
  // One that the processor had not named before is the same.
  const rounds = known.filter(
    ({ kind, subject }) => kind === 'dispute' && (subject === dispute.id || subject === ''),
  );
  // The record has the latest dispute alone. One that it names no more was won: a lost one leaves nothing to dispute.
  const over = known.filter(
    (one) => one.kind === 'dispute' && one.status === 'open' && !rounds.includes(one),
  );
  for (const one of over) await closeLoss(tx, one, 'won', at);
  const last = rounds.at(-1);
  const withdrawn = dispute.kind !== 'inquiry';
  const amount = dispute.amount ?? payment.amount;
  if (amount === 0) return;
  const fees = newFees(dispute, rounds);
  const { id: subject, status } = dispute;
  const next = { kind: 'dispute', subject, status, withdrawn, amount, ...fees } as const;
  const debits = debitsOf(dispute.debitedFrom);
  if (last === undefined || (last.status === 'won' && dispute.status === 'open')) {
    await insertLoss(tx, payment, { ...next, round: rounds.length + 1, debits }, at);
  } else if (last.status === 'open' && last.withdrawn && last.amount !== amount) {
    // Another amount was taken: what stands is given back, and the new amount is taken.
    await closeLoss(tx, last, 'won', at);
    await insertLoss(tx, payment, { ...next, round: rounds.length + 1, debits: last.debits }, at);
  } else if (last.status === 'open') {
    const trustAmount = await trustPartOf(tx, payment, { amount, debits: last.debits });
    const closedAt = dispute.status === 'open' ? null : at;
    await tx
      .update(losses)
      .set({
        ...{ status: dispute.status, withdrawn: withdrawn || last.withdrawn, amount, trustAmount, closedAt },
        ...(last.fee === 0 && fees),
      })
      .where(eq(losses.id, last.id));
  } else if (last.status === 'lost' && dispute.status === 'won') {
    // The bank gave it back (ADR 46).
    await closeLoss(tx, last, 'won', at);
  }
  if (last !== undefined && dispute.status === 'won') await keepFee(tx, rounds, last, dispute.fee ?? null);
}

/** What this round costs beside the earlier ones; and what was charged for it and given back before we heard of either. */
function newFees(
  { fee, feeCharged }: ReportedDispute,
  rounds: readonly LossRow[],
): Pick<LossRow, 'fee' | 'feeReturned'> {
  const known = sum(rounds.map((round) => round.fee));
  const kept = money(Math.max(0, (fee ?? 0) - known));
  const charged = (feeCharged ?? fee ?? 0) - sum([known, ...rounds.map((round) => round.feeReturned)]);
  return { fee: kept, feeReturned: money(Math.max(0, charged - kept)) };
}

/** A processor may give the fee of a dispute back once it is won: what it keeps counts. */
async function keepFee(tx: Db, rounds: readonly LossRow[], last: LossRow, kept: Money | null): Promise<void> {
  if (kept === null) return;
  const back = sum(rounds.map(({ fee }) => fee)) - kept;
  if (back <= 0) return;
  await tx
    .update(losses)
    .set({ fee: money(Math.max(0, last.fee - back)) })
    .where(eq(losses.id, last.id));
}

/** What a payment's row says of losses that no record named: a return, a dispute that was lost or is over. */
export async function recordKnownLosses(
  tx: Db,
  payment: PaymentRow,
  { at, debitedFrom = null }: { readonly at: Date; readonly debitedFrom?: BankAccount | null },
): Promise<void> {
  const { status, disputed, disputeLost, amount } = payment;
  const known = await findLosses(tx, payment);
  const disputes = known.filter(({ kind }) => kind === 'dispute');
  const open = disputes.find((one) => one.status === 'open');
  if (open !== undefined && (disputeLost || !disputed))
    await closeLoss(tx, open, disputeLost ? 'lost' : 'won', at);
  const isReturnUnknown = status === 'returned' && !known.some(({ kind }) => kind === 'return');
  const isDisputeUnknown =
    disputeLost && open === undefined && !disputes.some((one) => one.status === 'lost');
  if (!isReturnUnknown && !isDisputeUnknown) return;
  if (await wasBookedBefore(tx, payment, known)) return;
  const lost = { subject: '', round: 1, status: 'lost', withdrawn: true, amount, fee: ZERO } as const;
  const debits = debitsOf(debitedFrom);
  if (isReturnUnknown) await insertLoss(tx, payment, { ...lost, kind: 'return', debits }, at);
  if (isDisputeUnknown) await insertLoss(tx, payment, { ...lost, kind: 'dispute', debits }, at);
}

type NewLoss = Pick<LossRow, 'kind' | 'subject' | 'round' | 'status' | 'withdrawn' | 'amount' | 'fee'> & {
  readonly feeReturned?: Money;
  /** Null if the processor does not say where it was taken: then the firm's rule decides. */
  readonly debits: LossesDebit | null;
  readonly takenOn?: BankDate;
  readonly reportedBy?: PrincipalId;
  readonly evidenceId?: string;
};

/** Records a loss. False if it is known already. */
export async function insertLoss(tx: Db, payment: PaymentRow, loss: NewLoss, at: Date): Promise<boolean> {
  const { firmId, transactionId, method, connectionId } = payment;
  const { lossesDebit } = await findConnectionRules(tx, connectionId);
  const debits = loss.debits ?? lossesDebit[method];
  const inserted = await tx
    .insert(losses)
    .values({
      ...loss,
      ...{ firmId, transactionId, knownAt: at },
      id: newId<LossId>('loss'),
      debits,
      trustAmount: await trustPartOf(tx, payment, { amount: loss.amount, debits }),
      closedAt: loss.status === 'open' ? null : at,
    })
    .onConflictDoNothing()
    .returning({ id: losses.id });
  return inserted.length === 1;
}

async function closeLoss(tx: Db, { id }: LossRow, status: 'won' | 'lost', at: Date): Promise<void> {
  await tx.update(losses).set({ status, closedAt: at }).where(eq(losses.id, id));
}

/** The firm's own money goes first (divideLoss): trust bears what exceeds it. */
async function trustPartOf(
  tx: Db,
  key: PaymentKey,
  { amount, debits }: Pick<LossRow, 'amount' | 'debits'>,
): Promise<Money> {
  const { parts } = divideLoss(await findParts(tx, key), amount, debits);
  return sum(parts.filter(({ account }) => account === 'trust').map((part) => part.amount));
}

export function debitsOf(account: BankAccount | null | undefined): LossesDebit | null {
  if (account == null) return null;
  return account === 'operating' ? 'operating' : 'account_of_payment';
}

/** Whether an earlier release booked the loss, when it had no record of its own. */
async function wasBookedBefore(tx: Db, key: PaymentKey, known: readonly LossRow[]): Promise<boolean> {
  if (known.length > 0) return false;
  return (await hasPaymentPosting(tx, key, ['receipt_returned'])) || (await isOwedByClient(tx, key));
}

/** Whether the loss is booked as the client's debt, even if the refund behind it has failed since (B6). */
export async function isOwedByClient(tx: Db, { firmId, transactionId }: PaymentKey): Promise<boolean> {
  const found = await tx
    .select({ id: postings.id })
    .from(postings)
    .innerJoin(refunds, and(eq(refunds.firmId, postings.firmId), eq(refunds.id, postings.refundId)))
    .where(
      and(
        eq(postings.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        eq(postings.step, 'original_bounced'),
      ),
    )
    .limit(1);
  return found.length > 0;
}

/** For queries that have the payment's row: whether the bank took its money for good. */
export const IS_LOST = sql<boolean>`EXISTS (SELECT FROM losses l WHERE l.firm_id = payments.firm_id
  AND l.transaction_id = payments.transaction_id AND l.status = 'lost' AND l.withdrawn)`;
