// The trust money of a refund that was paid out is not there any more: the firm's own system paid an invoice from the
// same balance. The trust steps can then never be taken, and a lawyer ends them: the client owes what the refund paid.
import type { PrincipalId } from '@makewhole/domain/ids';
import { refusal } from '@makewhole/domain/contracts/command-refusals';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { trustMoneyGone } from '@makewhole/domain/refunded-losses';
import type { Db } from '../connect.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { findReimbursedLeg, postAll } from '../ledger/refund-postings.ts';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { voidObligations } from '../obligations/open-and-complete.ts';
import { findPeopleWho } from '../users/find-people-who.ts';
import { releaseHold } from './trust-hold.ts';
import { findStepRecords } from './trust-step-records.ts';

export type TrustNotRecoverableBody = {
  /** How the money came to be gone. */
  readonly reason: string;
  /** The invoice that it paid, as the firm's own system numbers it. */
  readonly invoiceNumber: string;
};

/** Ends the trust steps of a refund, before the first of them is taken. */
export async function endTrustSteps(
  tx: Db,
  row: RefundRow,
  { reason, invoiceNumber }: TrustNotRecoverableBody,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<CommandResult> {
  const refund = refundKeyOf(row);
  const leg = await findReimbursedLeg(tx, row);
  if (leg === null || row.status === 'failed') return refusal('no_such_obligation');
  // No API key can say it, whatever its scopes.
  if (!(await findPeopleWho(tx, row.firmId, 'trust.record')).includes(actor)) return refusal('forbidden');
  const recorded = await findStepRecords(tx, refund);
  if (recorded.length > 0) return refusal('out_of_order', AFTER_STEP);
  const data = { invoiceNumber, amount: leg.amount };
  await appendEvent(tx, refund, { type: 'trust_steps.ended', actor, at, data, note: reason });
  await postAll(tx, refund, at, 'books.trust_money_gone', [trustMoneyGone(leg.amount, leg.matterId)]);
  await releaseHold(tx, refund);
  await voidObligations(tx, refund, ['trust_payment', 'trust_deposit', 'trust_transfer'], at);
  return { ok: true };
}

const AFTER_STEP =
  'A trust step is recorded, so the money was there. Correct that step if it is wrong, and record the rest.';
