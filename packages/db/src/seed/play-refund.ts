// Plays a past refund to its closing through the same stores that run real ones: its rows, its events and their chain,
// its postings and obligations are what the engine would have left.
import { addBankDays, bankDateOf } from '@makewhole/domain/bank-calendar';
import {
  asId,
  type FirmId,
  type ObligationId,
  type PrincipalId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import type { RefundKey } from '../lock-refund.ts';
import {
  listNotifications,
  markNotificationSent,
  prepareNews,
  type NotificationView,
} from '../notifications/prepare-notifications.ts';
import type { OpenObligation } from '../obligations/open-and-complete.ts';
import { requestRefund } from '../refunds/request-refund.ts';
import type { RefundView } from '../refunds/refund-view.ts';
import { markSucceeded } from '../refunds/mark-succeeded.ts';
import { acceptRefund, beginSubmission, recordSend } from '../refunds/submit-refund.ts';
import { applyCommand, recordCommand, type Command } from '../commands/apply-command.ts';
import type { PastRefund } from './demo-firm.ts';
import { beforeClose } from './seed-dates.ts';
import { debitOperating, reverseInvoicePayments } from '../refunds/post-acceptance.ts';
import { openTrustSteps } from '../trust/open-trust-steps.ts';
import { closeRefund } from '../refunds/open-refunds.ts';

/** Who requested it and decided, and who completed the trust steps. */
export type Cast = { readonly admin: PrincipalId; readonly lawyer: PrincipalId };

const SECOND_MS = 1000;

/** Past refunds are all of the stand-in, as it was then. */
const creditDaysOf = () => ({ card: { from: 1, to: 2 }, ach: { from: 1, to: 2 } });

/** Bank days after the request, and minutes before that day's close. */
type Moment = { readonly bankDays: number; readonly minutesBeforeClose: number };

/** The client has the money on the morning of the next bank day; the office does its part from that afternoon on. */
const SETTLED: Moment = { bankDays: 1, minutesBeforeClose: 360 };
const DECIDED: Moment = { bankDays: 1, minutesBeforeClose: 200 };
const TRUST_STEPS_TAKEN: Record<TrustStep, Moment & { readonly reference: string }> = {
  payment: { bankDays: 1, minutesBeforeClose: 180, reference: 'Trust check 2217' },
  deposit: { bankDays: 1, minutesBeforeClose: 45, reference: 'Deposit slip 0831' },
  transfer: { bankDays: 3, minutesBeforeClose: 400, reference: 'Bank statement, check 2217' },
};

/** Plays a refund from its request to its closing. @throws Error if a store refuses: then the seed is wrong. */
export async function playRefund(tx: Db, firmId: FirmId, past: PastRefund, cast: Cast): Promise<void> {
  const { requestedAt } = past;
  const asked = await request(tx, firmId, past, cast.admin);
  const refund = { firmId, refundId: asked.id };
  const acceptedAt = new Date(requestedAt.getTime() + 2 * SECOND_MS);
  await beginSubmission(tx, refund, new Date(requestedAt.getTime() + SECOND_MS));
  const sentAt = new Date(requestedAt.getTime() + SECOND_MS);
  await recordSend(tx, refund, sentAt, { clock: () => Promise.resolve(sentAt) });
  await acceptRefund(tx, refund, {
    processorRefundId: past.processorRefundId,
    at: acceptedAt,
    creditDaysOf,
  });
  await debitOperating(tx, refund, acceptedAt);
  const decisions = await reverseInvoicePayments(tx, refund, acceptedAt);
  await sendEmails(tx, refund, acceptedAt);
  await markSucceeded(tx, refund, settledAtOf(past));
  const owed = [...decisions, ...(await openTrustSteps(tx, refund, settledAtOf(past)))];
  await sendNews(tx, refund, settledAtOf(past));
  const lastAct = await payWhatIsOwed(tx, asked, past, owed, cast);
  const outcome = await closeRefund(tx, refund, new Date(lastAct.getTime() + SECOND_MS));
  if (outcome.kind !== 'closed') throw new Error(`The past refund of ${past.transactionId} does not close`);
}

/** When the client had the money. */
export function settledAtOf(past: PastRefund): Date {
  return after(past, SETTLED);
}

async function request(tx: Db, firmId: FirmId, past: PastRefund, by: PrincipalId): Promise<RefundView> {
  const { transactionId, reason, internalNote, requestedAt } = past;
  const outcome = await requestRefund(tx, {
    firmId,
    principalId: by,
    transactionId: asId<TransactionId>(transactionId),
    reason,
    internalNote,
    previewHash: null,
    idempotency: { route: 'seed', key: transactionId, requestHash: '' },
    now: requestedAt,
    creditDaysOf,
    render: () => ({ status: 202, headers: {}, body: '' }),
  });
  if (outcome.kind !== 'noted') {
    throw new Error(`The past refund of ${transactionId} is refused: ${JSON.stringify(outcome)}`);
  }
  return outcome.refund;
}

async function sendEmails(tx: Db, refund: RefundKey, at: Date): Promise<void> {
  const prepared = await prepareNews(tx, refund, { event: 'refund_processing', at });
  await markSent(tx, refund, prepared, at);
}

/** Marks as sent what the sweep would have sent back then, so that nobody gets it now. */
async function sendNews(tx: Db, refund: RefundKey, at: Date): Promise<void> {
  const noted = await listNotifications(tx, refund);
  await markSent(
    tx,
    refund,
    noted.filter(({ status }) => status === 'pending'),
    at,
  );
}

async function markSent(
  tx: Db,
  { firmId }: RefundKey,
  emails: readonly NotificationView[],
  at: Date,
): Promise<void> {
  for (const email of emails) await markNotificationSent(tx, { ...email, firmId }, at);
}

/** Completes the invoice decision and the trust steps that the refund owes; returns the instant of the last one. */
async function payWhatIsOwed(
  tx: Db,
  refund: RefundView,
  past: PastRefund,
  owed: readonly OpenObligation[],
  { admin, lawyer }: Cast,
): Promise<Date> {
  let last = settledAtOf(past);
  for (const { id, kind } of owed.filter((one) => one.kind === 'invoice_decision')) {
    if (past.decision === null) throw new Error(`The past refund of ${past.transactionId} lacks its ${kind}`);
    last = after(past, DECIDED);
    const body = { decision: past.decision, note: null };
    await take(tx, refund, { kind: 'invoice_decision', body }, { id, actor: admin, at: last });
  }
  const trust = refund.legs.find((leg) => leg.account === 'trust');
  for (const step of TRUST_STEPS) {
    const obligation = owed.find((one) => one.kind === `trust_${step}`);
    if (obligation === undefined || trust === undefined) continue;
    const taken = TRUST_STEPS_TAKEN[step];
    last = after(past, taken);
    const body = {
      step,
      amount: trust.amount,
      currency: refund.currency,
      date: bankDateOf(last.toISOString()),
      reference: taken.reference,
      evidenceId: null,
    };
    await take(tx, refund, { kind: 'trust_step', body }, { id: obligation.id, actor: lawyer, at: last });
  }
  return last;
}

async function take(
  tx: Db,
  { firmId, id: refundId }: RefundView,
  instruction: Command,
  { id, actor, at }: { readonly id: ObligationId; readonly actor: PrincipalId; readonly at: Date },
): Promise<void> {
  const instructionId = await recordCommand(tx, { ...instruction, firmId, refundId, actor });
  const result = await applyCommand(tx, { firmId, refundId }, { instructionId, obligationId: id, at });
  if (!result.ok) throw new Error(`A past ${instruction.kind} is refused: ${result.message}`);
}

function after({ requestedAt }: PastRefund, { bankDays, minutesBeforeClose }: Moment): Date {
  return beforeClose(addBankDays(bankDateOf(requestedAt.toISOString()), bankDays), minutesBeforeClose);
}
