// A lawyer says which invoices a payment's trust money has paid from trust since it was received (T7). Each is booked once,
// as a payment of its invoice, and a later refund then leaves operating. What is said replaces what was said before.
import { and, eq } from 'drizzle-orm';
import {
  replaceApplications,
  trustApplied,
  undoTrustApplied,
  type Application,
} from '@makewhole/domain/applied-from-trust';
import { dateIn } from '@makewhole/domain/bank-calendar';
import type {
  AllocationId,
  BankAccountId,
  InvoiceId,
  MatterId,
  RefundId,
  TransactionId,
  TrustApplicationId,
} from '@makewhole/domain/ids';
import { money, sum, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { findByNumber } from '../find-by-number.ts';
import { findFirm } from '../firms/find-firm.ts';
import { findOpenBalance } from '../invoices/open-balance.ts';
import { hasPaymentPosting } from '../ledger/payment-posting.ts';
import { findStandingRefund, lockPayment, type PaymentRow } from '../lock-payment.ts';
import { findLosses } from '../losses/record-losses.ts';
import { newId } from '../new-id.ts';
import { isRepaid } from '../repayments/is-repaid.ts';
import { findOpenRepayment } from '../repayments/open-repayment.ts';
import { invoices } from '../schema/matters.ts';
import { allocations, paymentItems } from '../schema/payments.ts';
import { trustApplications } from '../schema/trust-applications.ts';
import { findFreeTrust } from '../trust/free-trust.ts';
import { lockTrustMoney } from '../trust/matter-totals.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { findApplications, type ApplicationView } from '../invoices/trust-applications.ts';

export type WantedApplication = Omit<Application, 'invoiceId'> & {
  /** As people number it. */
  readonly invoiceNumber: string;
};

export type AppliedFromTrust =
  | { readonly kind: 'applied' }
  | { readonly kind: 'payment_not_found' }
  | { readonly kind: 'refund_stands'; readonly refundId: RefundId }
  /**
   * is_refund: it refunds another payment. not_received: its trust money never came, or has no matter. lost: the bank took
   * it back, or may. still_to_pay: its client is, or was, paid after a refund failed.
   */
  | { readonly kind: 'is_refund' | 'not_received' | 'lost' | 'still_to_pay' }
  | { readonly kind: 'no_such_item'; readonly itemId: string }
  | { readonly kind: 'invoice_not_found' | 'invoice_of_another_matter'; readonly invoiceNumber: string }
  | { readonly kind: 'exceeds_item'; readonly itemId: string; readonly amount: Money }
  | { readonly kind: 'exceeds_open_balance'; readonly invoiceNumber: string; readonly openBalance: Money }
  | { readonly kind: 'trust_insufficient'; readonly balance: Money }
  | { readonly kind: 'date_out_of_range'; readonly message: string };

/**
 * Replaces what was applied from trust: what is no longer said is ended, and its posting reversed on its own day. Repeating
 * it changes nothing. Refused as a whole, and while a refund of the payment stands, whose legs say where the money was.
 */
export async function applyFromTrust(
  db: Db,
  by: ChangedBy,
  transactionId: TransactionId,
  wanted: readonly WantedApplication[],
): Promise<AppliedFromTrust> {
  try {
    return await db.transaction(async (tx) => {
      const payment = await findReceived(tx, by, transactionId);
      const { ended, added } = replaceApplications(
        await findApplications(tx, payment),
        await resolve(tx, payment, wanted),
      );
      if (ended.length + added.length === 0) return { kind: 'applied' };
      const refundId = await findStandingRefund(tx, payment);
      if (refundId !== null) throw new Refused({ kind: 'refund_stands', refundId });
      await checkStands(tx, payment);
      await lockTrustMoney(tx, payment);
      for (const one of ended) await endApplication(tx, by, payment, one);
      for (const one of added) await addApplication(tx, by, payment, one);
      await appendFirmEvent(tx, by, {
        type: 'payment.applied_from_trust',
        data: {
          transactionId,
          ended: ended.map(({ id }) => id),
          applied: await findApplications(tx, payment),
        },
      });
      return { kind: 'applied' };
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Aborts the transaction with a refusal. */
class Refused extends Error {
  readonly refusal: AppliedFromTrust;
  constructor(refusal: AppliedFromTrust) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

type Received = PaymentRow & { readonly matterId: MatterId; readonly settledAt: Date };

/** The payment, locked, if its trust money is some matter's in the books. */
async function findReceived(tx: Db, { firmId }: ChangedBy, transactionId: TransactionId): Promise<Received> {
  const payment = await lockPayment(tx, { firmId, transactionId });
  if (payment === undefined) throw new Refused({ kind: 'payment_not_found' });
  if (payment.type === 'refund') throw new Refused({ kind: 'is_refund' });
  const { matterId, settledAt } = payment;
  if (matterId === null || settledAt === null || !(await hasPaymentPosting(tx, payment, ['receipt']))) {
    throw new Refused({ kind: 'not_received' });
  }
  return { ...payment, matterId, settledAt };
}

/** Nothing else decides about the money at the same time. */
async function checkStands(tx: Db, payment: Received): Promise<void> {
  const { status, disputed, disputeLost, refundedElsewhere } = payment;
  const losses = await findLosses(tx, payment);
  const isLost = status === 'returned' || disputed || disputeLost || refundedElsewhere;
  if (isLost || losses.some((loss) => loss.status !== 'won')) throw new Refused({ kind: 'lost' });
  if ((await findOpenRepayment(tx, payment)) !== null || (await isRepaid(tx, payment))) {
    throw new Refused({ kind: 'still_to_pay' });
  }
}

type Resolved = Application & { readonly invoiceNumber: string };

/** Finds the items and the invoices, and checks what does not depend on the books. */
async function resolve(
  tx: Db,
  { firmId, transactionId, matterId }: Received,
  wanted: readonly WantedApplication[],
): Promise<Resolved[]> {
  const items = await tx
    .select({ id: paymentItems.id, amount: paymentItems.amount })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        eq(paymentItems.transactionId, transactionId),
        eq(paymentItems.account, 'trust'),
      ),
    );
  const resolved: Resolved[] = [];
  for (const one of wanted) {
    const { itemId, invoiceNumber } = one;
    const item = items.find(({ id }) => id === itemId);
    if (item === undefined) throw new Refused({ kind: 'no_such_item', itemId });
    const total = sum(wanted.filter((other) => other.itemId === itemId).map(({ amount }) => amount));
    if (total > item.amount) throw new Refused({ kind: 'exceeds_item', itemId, amount: item.amount });
    const invoiceId = await findByNumber(tx, invoices, firmId, invoiceNumber);
    if (invoiceId === null) throw new Refused({ kind: 'invoice_not_found', invoiceNumber });
    if ((await findMatterOf(tx, invoiceId)) !== matterId) {
      throw new Refused({ kind: 'invoice_of_another_matter', invoiceNumber });
    }
    resolved.push({ ...one, invoiceId });
  }
  return resolved;
}

async function findMatterOf(tx: Db, invoiceId: InvoiceId): Promise<MatterId | null> {
  const [row] = await tx
    .select({ matterId: invoices.matterId })
    .from(invoices)
    .where(eq(invoices.id, invoiceId));
  return row?.matterId ?? null;
}

async function endApplication(
  tx: Db,
  { at, principalId }: ChangedBy,
  payment: Received,
  { id: causeId, itemId, allocationId, amount, date }: ApplicationView,
): Promise<void> {
  const ofFirm = eq(trustApplications.firmId, payment.firmId);
  await tx
    .update(trustApplications)
    .set({ endedAt: at, endedBy: principalId })
    .where(and(ofFirm, eq(trustApplications.id, causeId)));
  await tx
    .update(allocations)
    .set({ reversedAt: at })
    .where(and(eq(allocations.firmId, payment.firmId), eq(allocations.id, allocationId)));
  const bankAccounts = { trust: await findTrustAccount(tx, itemId) };
  const undone = undoTrustApplied(amount, { matterId: payment.matterId, allocationId });
  await postForPayment(tx, { ...keyOf(payment), causeId, at, effectiveOn: date, bankAccounts }, [undone]);
}

async function addApplication(
  tx: Db,
  { at, principalId }: ChangedBy,
  payment: Received,
  { itemId, invoiceId, invoiceNumber, amount, date: effectiveOn, reference }: Resolved,
): Promise<void> {
  const { firmId, transactionId, matterId } = payment;
  await checkDate(tx, payment, effectiveOn, at);
  const openBalance = await findOpenBalance(tx, { firmId, invoiceId });
  if (amount > openBalance) throw new Refused({ kind: 'exceeds_open_balance', invoiceNumber, openBalance });
  const trust = await findTrustAccount(tx, itemId);
  // No act of ours overdraws a client's ledger, or takes what is held (B4).
  const free = await findFreeTrust(tx, { firmId, matterId, bankAccountId: trust });
  const balance = money(Math.max(0, free));
  if (amount > balance) throw new Refused({ kind: 'trust_insufficient', balance });
  const [id, allocationId] = [newId<TrustApplicationId>('tap'), newId<AllocationId>('alloc')];
  const paid = { firmId, transactionId, itemId, invoiceId, amount };
  await tx.insert(allocations).values({ ...paid, id: allocationId });
  const said = { date: effectiveOn, reference, recordedBy: principalId, recordedAt: at };
  await tx.insert(trustApplications).values({ ...paid, ...said, id, allocationId });
  const about = { firmId, transactionId, causeId: id, at, effectiveOn, bankAccounts: { trust } };
  await postForPayment(tx, about, [trustApplied(amount, { matterId, allocationId })]);
}

async function checkDate(tx: Db, { firmId, settledAt }: Received, date: string, at: Date): Promise<void> {
  const { timeZone } = await findFirm(tx, { firmId });
  const from = dateIn(settledAt.toISOString(), timeZone);
  if (date < from) {
    const message = `The payment settled on ${from}: it cannot have paid an invoice before.`;
    throw new Refused({ kind: 'date_out_of_range', message });
  }
  if (date > lastDayThatHasCome(at, timeZone)) {
    throw new Refused({ kind: 'date_out_of_range', message: `${date} has not come yet.` });
  }
}

async function findTrustAccount(tx: Db, itemId: string): Promise<BankAccountId> {
  const [item] = await tx
    .select({ bankAccountId: paymentItems.bankAccountId })
    .from(paymentItems)
    .where(eq(paymentItems.id, itemId));
  if (item === undefined) throw new Error(`There is no payment item ${itemId}`);
  return item.bankAccountId;
}

function keyOf({ firmId, transactionId }: Received) {
  return { firmId, transactionId };
}
