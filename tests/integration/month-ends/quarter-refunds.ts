// Refunds of a played quarter, from the request to the bank transfer, by the stores alone.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { applyCommand, recordCommand, type Command } from '@makewhole/db/commands/apply-command';
import type { RefundKey } from '@makewhole/db/lock-refund';
import { askForApproval } from '@makewhole/db/refunds/approval';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { findRefund } from '@makewhole/db/refunds/refund-view';
import { acceptRefund, beginSubmission, recordSend } from '@makewhole/db/refunds/submit-refund';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import type { PrincipalId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { TrustMove } from '@makewhole/domain/obligations';
import { askRefund } from '../../support/small-firm.ts';
import {
  instantOf,
  named,
  type Account,
  type Happening,
  type Quarter,
  type TrustAccount,
} from './quarter-world.ts';

type Drawn = {
  readonly ofPayment?: string;
  /** Which account shows it the next day; null if the company nets it. */
  readonly from?: Account | null;
};

/** A refund is requested, approved where it is drawn on trust, and accepted. */
export function refund(name: string, { ofPayment = name, from = 'operating' }: Drawn = {}): Happening {
  return async (quarter, date) => {
    const { db, firm, bank, payments, refunds } = quarter;
    const { transactionId, amount } = named(payments, ofPayment);
    const at = instantOf(date);
    const asked = await askRefund(db, firm, transactionId, { now: at });
    if (asked.kind !== 'noted') throw new Error(`The refund ${name} was refused: ${JSON.stringify(asked)}`);
    const key = { firmId: firm.firmId, refundId: asked.refund.id };
    refunds.set(name, key);
    if (from !== 'operating') await approve(quarter, key, date);
    await beginSubmission(db, key, at);
    await recordSend(db, key, at, { clock: () => Promise.resolve(at) });
    await acceptRefund(db, key, { processorRefundId: processorIdOf(key), at, creditDaysOf });
    await debitOperating(db, key, at);
    await reverseInvoicePayments(db, key, at);
    await openTrustSteps(db, key, at);
    if (from !== null) bank.move(from, addCalendarDays(date, 1), -amount, `REFUND ${name}`);
  };
}

/** What the payment company calls a refund of ours. */
export function processorIdOf({ refundId }: RefundKey): string {
  return `re_${refundId}`;
}

/** The lawyer lets the client's money leave the trust account. */
async function approve({ db, firm }: Quarter, key: RefundKey, date: BankDate): Promise<void> {
  await askForApproval(db, key, instantOf(date));
  const owed = (await findRefund(db, key))?.obligations.find(({ kind }) => kind === 'approval');
  const body = { decision: 'approve', note: null, payerReason: null } as const;
  const instructionId = await recordCommand(db, {
    ...{ kind: 'approval', body, ...key, actor: firm.people.lawyer },
  });
  const input = { instructionId, obligationId: owed?.id ?? null, at: instantOf(date) };
  const result = await applyCommand(db, key, input);
  if (!result.ok) throw new Error(`The refund of ${date} was not approved: ${JSON.stringify(result)}`);
}

/** The client has the money. */
export function paidOut(name: string): Happening {
  return ({ db, refunds }, date) => markSucceeded(db, named(refunds, name), instantOf(date));
}

/** The client's bank gives the refund back, and operating has the money again that day. */
export function comesBack(name: string, code: string): Happening {
  return async ({ db, bank, refunds }, date) => {
    const key = named(refunds, name);
    const message = 'The client’s bank returned it.';
    const failed = await failRefund(db, key, { code, message, at: instantOf(date), cameBack: true });
    if (failed.kind !== 'failed') throw new Error(`The refund ${name} did not fail: ${failed.kind}`);
    bank.move('operating', date, (await findRefund(db, key))?.amount ?? 0, `RETURNED ${name}`);
  };
}

/** Nothing is owed for the refund any more: its payment can be refunded again, if it failed. */
export function closed(name: string): Happening {
  return async ({ db, refunds }, date) => {
    const { kind } = await closeRefund(db, named(refunds, name), instantOf(date));
    if (kind !== 'closed') throw new Error(`The refund ${name} was not closed: ${kind}`);
  };
}

/** A lawyer authorizes and records a step. */
export function trustStep(name: string, step: 'payment' | 'deposit'): Happening {
  return (quarter, date) => record(quarter, name, step, date);
}

/** A lawyer wants to record step (a), and is refused. */
export function refusedPayment(name: string, code: string): Happening {
  return async (quarter, date) => {
    const outcome = await record(quarter, name, 'payment', date).catch(String);
    if (!String(outcome).includes(code))
      throw new Error(`The payment of ${name} was not refused: ${outcome}`);
  };
}

/** The bank transfer to operating, or back to trust: the bank may show it later. */
export function transferred(
  name: string,
  step: 'transfer' | 'restore',
  of: {
    readonly account: TrustAccount;
    readonly shown?: BankDate;
    /** What the trust account shows, if not what was recorded. */
    readonly shownAmount?: number;
  },
): Happening {
  return async (quarter, date) => {
    const amount = await record(quarter, name, step, date);
    const { account, shown = date, shownAmount = amount } = of;
    const isBack = step === 'restore';
    const description = `${isBack ? 'BACK' : 'TRANSFER'} ${name}`;
    quarter.bank.move(account, shown, isBack ? shownAmount : -shownAmount, description);
    quarter.bank.move('operating', shown, isBack ? -amount : amount, description);
  };
}

async function record(quarter: Quarter, name: string, step: TrustMove, date: BankDate): Promise<number> {
  const { people } = quarter.firm;
  const { obligations } = await viewOf(quarter, name);
  const amount = obligations.find(({ kind }) => kind === `trust_${step}`)?.amount ?? money(0);
  const facts = { amount, currency: 'USD', date, reference: `TC-${name}`, evidenceId: null } as const;
  const command = { kind: 'trust_step', body: { step, ...facts } } as const;
  await submit(quarter, name, `trust_${step}`, { ...command, actor: people.lawyer }, date);
  return amount;
}

type ByPerson = Command & { readonly actor: PrincipalId };

/** @throws Error if the command is refused */
export async function submit(
  quarter: Quarter,
  name: string,
  kind: `trust_${TrustMove}` | 'bank_match',
  command: ByPerson,
  date: BankDate,
): Promise<void> {
  const refundKey = named(quarter.refunds, name);
  const { obligations } = await viewOf(quarter, name);
  const owed = obligations.find((one) => one.kind === kind);
  const instructionId = await recordCommand(quarter.db, { ...command, ...refundKey });
  const input = { instructionId, obligationId: owed?.id ?? null, at: instantOf(date) };
  const result = await applyCommand(quarter.db, refundKey, input);
  if (!result.ok) throw new Error(`${kind} of ${name} on ${date}: ${JSON.stringify(result)}`);
}

async function viewOf({ db, refunds }: Quarter, name: string) {
  const found = await findRefund(db, named(refunds, name));
  if (found === null) throw new Error(`The refund ${name} is gone`);
  return found;
}
