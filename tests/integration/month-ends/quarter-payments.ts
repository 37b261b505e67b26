// What happens to payments in a played quarter: each happening moves the books through the product's own functions, and
// says beside it what the bank shows, and when.
import { randomUUID } from 'node:crypto';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { recordLossStep } from '@makewhole/db/losses/record-loss-step';
import { newId } from '@makewhole/db/new-id';
import { listPaymentTasks, type PaymentTaskKind } from '@makewhole/db/obligations/payment-tasks';
import { assignPayment } from '@makewhole/db/payments/assign-payment';
import {
  mirrorPayment,
  type MirroredItem,
  type MirroredPayment,
} from '@makewhole/db/payments/mirror-payment';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import { invoices } from '@makewhole/db/schema/matters';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import { asId, type InvoiceId, type TransactionId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import type { TrustStep } from '@makewhole/domain/obligations';
import { byOwner } from '../../support/small-firm.ts';
import {
  instantOf,
  named,
  payInto,
  type Account,
  type Happening,
  type MatterNumber,
  type Quarter,
  type TrustAccount,
} from './quarter-world.ts';

export type Receipt = {
  /** Null if nobody knows the client yet. */
  readonly matter: MatterNumber | null;
  readonly method: MirroredPayment['method'];
  /** The trust account into which the processor pays it. */
  readonly into: TrustAccount;
  readonly trust?: number;
  /** Operating money, for an invoice of its own. */
  readonly invoice?: number;
  /** It comes by the company that nets: the bank shows it as a part of a payout. */
  readonly isNetted?: true;
  /** If it settled before we heard of it. */
  readonly settledOn?: BankDate;
  /** The bank's day, or null if the bank shows it in a batch with others. */
  readonly shown: BankDate | null;
  /** Where the bank shows it, if not where it is booked. */
  readonly shownIn?: TrustAccount;
};

/** A payment settles, and the bank shows it. */
export function receive(name: string, receipt: Receipt): Happening {
  return async (quarter, date) => {
    const { trust = 0, invoice = 0, into, shown, settledOn = date } = receipt;
    await payInto(quarter, into, instantOf(date));
    const ofInvoice = invoice === 0 ? [] : [await invoiceItem(quarter, name, invoice)];
    const items = trust === 0 ? ofInvoice : [itemOf('trust', trust), ...ofInvoice];
    const payment: MirroredPayment = {
      transactionId: asId<TransactionId>(`txn_${randomUUID()}`),
      ...{ type: 'sale', status: 'settled', currency: 'USD', method: receipt.method, last4: '4242' },
      amount: sum(items.map(({ amount }) => amount)),
      payer: { name, email: null },
      matterNumber: receipt.matter,
      createdAt: instantOf(addCalendarDays(settledOn, -2)),
      settledAt: instantOf(settledOn),
      ...{ disputed: false, disputeLost: false, refundedElsewhere: false },
      items,
    };
    quarter.payments.set(name, payment);
    await mirror(quarter, payment, date, receipt);
    if (shown === null) return;
    const description = `DEPOSIT ${name}`;
    if (trust > 0) quarter.bank.move(receipt.shownIn ?? into, shown, trust, description);
    if (invoice > 0) quarter.bank.move('operating', shown, invoice, description);
  };
}

/** The bank shows a line of its own: several payments in one, or what it corrects. */
export function shown(account: Account, amount: number, description: string): Happening {
  return (quarter, date) => {
    quarter.bank.move(account, date, amount, description);
    return Promise.resolve();
  };
}

/** What the processor's record says next of a payment, and what the bank took or gave that day. */
export function recordChanges(
  name: string,
  changes: Partial<MirroredPayment>,
  shown: readonly (readonly [account: Account, amount: number])[],
): Happening {
  return async (quarter, date) => {
    const payment = { ...named(quarter.payments, name), ...changes };
    quarter.payments.set(name, payment);
    await mirror(quarter, payment, date);
    for (const [account, amount] of shown) quarter.bank.move(account, date, amount, `LOSS ${name}`);
    const refund = quarter.refunds.get(name);
    if (refund === undefined || payment.status !== 'returned') return;
    const trouble = { trouble: 'lost', happened: 'payment.returned', at: instantOf(date) } as const;
    await takePaymentTrouble(quarter.db, refund, trouble);
  };
}

/** The client of a payment becomes known. */
export function assign(name: string, matterNumber: MatterNumber): Happening {
  return async ({ db, firm, payments }, date) => {
    const { transactionId } = named(payments, name);
    const assigned = await assignPayment(db, byOwner(firm, instantOf(date)), {
      ...{ transactionId, matter: { matterNumber }, items: null },
    });
    if (assigned.kind !== 'assigned') throw new Error(`${name} was not assigned: ${assigned.kind}`);
  };
}

/** A lawyer records a step of a loss that the bank took from operating; the bank shows the transfer the same day. */
export function lossStep(name: string, step: TrustStep): Happening {
  return async (quarter, date) => {
    const { db, firm, bank, payments } = quarter;
    const { amount } = named(payments, name);
    const id = await taskOf(quarter, name, `trust_${step}`);
    const by = { actor: firm.people.lawyer, at: instantOf(date) };
    const body = { step, amount, date, reference: `TC-${name}` };
    const recorded = await recordLossStep(db, { firmId: firm.firmId, id }, by, body);
    if (recorded.kind !== 'settled') throw new Error(`The step of ${name} was refused: ${recorded.kind}`);
    if (step !== 'transfer') return;
    bank.move('main', date, -amount, `TRANSFER ${name}`);
    bank.move('operating', date, amount, `TRANSFER ${name}`);
  };
}

/** A lawyer puts the firm's own money where a client's is missing; the bank moves it the same day. */
export function replenish(name: string, into: TrustAccount, amount: number): Happening {
  return async (quarter, date) => {
    const { db, firm, bank } = quarter;
    const { firmId, people } = firm;
    const by = { actor: people.lawyer, at: instantOf(date) };
    const file = { mediaType: 'application/pdf', content: Buffer.from(`Wire for ${name}`) } as const;
    const kept = await keepEvidence(
      db,
      { firmId, ...file, keptBy: people.lawyer, at: by.at },
      { bytesPerFirm: 1_000_000 },
    );
    if (kept.kind !== 'kept') throw new Error(`The evidence was not kept: ${kept.kind}`);
    const made = { amount: money(amount), date, reference: `WIRE ${name}`, evidenceId: kept.evidence.id };
    const id = await taskOf(quarter, name, 'trust_replenish');
    const replenished = await replenishTrust(db, { firmId, id }, by, made);
    if (replenished.kind !== 'settled') throw new Error(`It was not replenished: ${replenished.kind}`);
    bank.move(into, date, amount, `WIRE ${name}`);
    bank.move('operating', date, -amount, `WIRE ${name}`);
  };
}

async function mirror(
  { db, firm, netting }: Quarter,
  payment: MirroredPayment,
  date: BankDate,
  { isNetted }: Pick<Receipt, 'isNetted'> = {},
): Promise<void> {
  const outcome = await mirrorPayment(db, {
    ...{ firmId: firm.firmId, payment, asOf: instantOf(date) },
    ...(isNetted && { connectionId: netting }),
  });
  if (outcome !== 'added' && outcome !== 'updated') throw new Error(`The record was not used: ${outcome}`);
}

/** @throws Error if the payment owes no such thing */
export async function taskOf({ db, firm, payments }: Quarter, name: string, kind: PaymentTaskKind) {
  const { transactionId } = named(payments, name);
  const tasks = await listPaymentTasks(db, firm.firmId, [transactionId]);
  const task = tasks.findLast((one) => one.kind === kind);
  if (task === undefined) throw new Error(`No ${kind} is owed for ${name}`);
  return task.id;
}

function itemOf(account: MirroredItem['account'], amount: number): MirroredItem {
  return { description: 'Retainer', invoiceNumber: null, account, amount: money(amount) };
}

async function invoiceItem({ db, firm }: Quarter, name: string, total: number): Promise<MirroredItem> {
  const { firmId, matterId } = firm;
  const number = `INV-${name}`;
  await db.insert(invoices).values({
    ...{ id: newId<InvoiceId>('inv'), firmId, matterId, externalId: number, number },
    ...{ total: money(total), currency: 'USD', issuedAt: instantOf('2026-07-01') },
  });
  return { ...itemOf('operating', total), invoiceNumber: number };
}
