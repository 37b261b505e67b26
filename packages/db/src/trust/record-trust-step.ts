// Records a completed trust step (R5): its record, its posting, and the obligations that it opens or ends.
import { and, eq } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { BANK_MATCH_SUMMARY } from '@makewhole/domain/obligation-summaries';
import type { MatterId, PrincipalId } from '@makewhole/domain/ids';
import { ZERO, negate, sum, type Currency, type Money } from '@makewhole/domain/money';
import { TRUST_METHOD_DEFAULT, needsEvidence, type TrustMethod } from '@makewhole/domain/trust-authority';
import type { TrustMove } from '@makewhole/domain/obligations';
import { stepBefore } from '@makewhole/domain/step-before';
import { trustDeposit, trustPayment, trustRestore, type Posting } from '@makewhole/domain/postings';
import { stepDateFault } from '@makewhole/domain/trust-step-dates';
import { owesTrustSteps } from '@makewhole/domain/trust-steps-owed';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { statementStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { bankStatements } from '../schema/bank.ts';
import { findEvidenceHash, hasEvidence } from '../evidence/find-evidence.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import { clientNotPaidMessage, refusal } from '@makewhole/domain/contracts/command-refusals';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import { findFirm } from '../firms/find-firm.ts';
import { moveOfRefund } from './moves-to-authorize.ts';
import { findAccountBalance } from './free-trust.ts';
import { authorizationFor, mayMove } from './trust-authorizations.ts';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { findReimbursedLeg, postAll, type TrustLeg } from '../ledger/refund-postings.ts';
import { completeObligation, openObligations } from '../obligations/open-and-complete.ts';
import { restoreRefundedTrust } from './restore-refunded-trust.ts';
import { consumeHold } from './trust-hold.ts';
import { findStepRecords, surroundingsOf } from './trust-step-records.ts';
import { recordTransferMade } from './trust-transfer.ts';
import { trustStepRecords } from '../schema/trust.ts';

export type TrustStepBody = {
  readonly step: TrustMove;
  readonly amount: Money;
  /** The refund's own: there is one currency, and the API accepts no other. */
  readonly currency: Currency;
  /** The day on which it was done, YYYY-MM-DD. */
  readonly date: string;
  readonly reference: string;
  /** Of the authorization that a lawyer gives by recording it. */
  readonly method?: TrustMethod;
  readonly evidenceId: string | null;
};
type By = { readonly actor: PrincipalId; readonly at: Date };

/** Records a step that a person completed; the same again is accepted, a different one in its place is refused. */
export async function recordTrustStep(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  body: TrustStepBody,
  by: By,
): Promise<CommandResult> {
  const leg = await findReimbursedLeg(tx, row);
  if (leg === null) return refusal('no_such_obligation');
  if (body.amount !== leg.amount) return refusal('amount_mismatch');
  const taken = await findStepRecords(tx, refundKeyOf(row));
  const record = taken.find(({ step }) => step === body.step);
  if (record !== undefined) {
    const same = record.date === body.date && record.reference === body.reference;
    return same ? { ok: true } : refusal('already_decided');
  }
  if (!isOwed(row, body.step)) return refusal('client_not_paid', clientNotPaidMessage(row));
  const before = stepBefore(body.step);
  if (before !== null && !taken.some(({ step }) => step === before)) return refusal('out_of_order');
  const fault = stepDateFault(body.step, body.date, await surroundingsOf(tx, row, taken, by.at));
  if (fault !== null) return refusal('date_out_of_range', fault);
  if (body.evidenceId !== null && !(await hasEvidence(tx, { firmId: row.firmId, id: body.evidenceId }))) {
    return refusal('no_such_evidence');
  }
  const { stepEvidence } = await findFirm(tx, row, by.at);
  if (body.evidenceId === null && needsEvidence(stepEvidence, body.step)) return refusal('evidence_required');
  const task = { firmId: row.firmId, obligationId: obligation.id };
  if (!(await mayMove(tx, task, by.actor))) return refusal('not_authorized');
  if (body.step === 'payment' && !(await consumeHold(tx, refundKeyOf(row)))) {
    return refusal('trust_money_gone');
  }
  await insertRecord(tx, row, obligation, body, { ...by, ...(await balanceAfter(tx, row, leg, body.step)) });
  const posting = postingOf(body, leg.matterId);
  if (posting !== null) await postAll(tx, refundKeyOf(row), by.at, posting.event, [posting.posting]);
  if (body.step === 'transfer') {
    if (row.status === 'failed') await recordTransferMade(tx, row, by);
    else if (await importsStatements(tx, row.firmId)) await askForBankLines(tx, row, leg.amount, by.at);
  }
  if (body.step === 'restore') await restoreRefundedTrust(tx, row, by.at);
  const { step, amount, date, reference, evidenceId } = body;
  const evidence = await findEvidenceHash(tx, { firmId: row.firmId, id: evidenceId });
  const data = { step, amount, date, reference, evidenceId, ...evidence };
  const recorded = { type: 'refund.trust_step_recorded', step, amount, date, correction: 0 } as const;
  await completeObligation(tx, obligation, { ...by, data, bookMessages: [recorded] });
  return { ok: true };
}

async function insertRecord(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  body: TrustStepBody,
  { actor, at, newBalance }: By & { readonly newBalance: Money },
): Promise<void> {
  const { method = TRUST_METHOD_DEFAULT, ...record } = body;
  const move = await moveOfRefund(tx, row, obligation, body.step);
  const how = { method, methodReference: body.reference, evidenceId: body.evidenceId };
  const { id: authorizationId } = await authorizationFor(tx, move, how, { actor, at });
  await tx.insert(trustStepRecords).values({
    ...record,
    ...refundKeyOf(row),
    authorizationId,
    newBalance,
    recordedBy: actor,
    recordedAt: at,
  });
}

/** The client's ledger in the trust account once the step is posted, which it is not yet. */
async function balanceAfter(
  tx: Db,
  { firmId }: Pick<RefundRow, 'firmId'>,
  { amount, ...account }: TrustLeg,
  step: TrustMove,
): Promise<{ readonly newBalance: Money }> {
  const moved = { payment: negate(amount), deposit: ZERO, transfer: ZERO, restore: amount }[step];
  return { newBalance: sum([await findAccountBalance(tx, { firmId, ...account }), moved]) };
}

/** Behind a failure a transfer may be under way, and the money must come back. */
function isOwed({ trustStepsFrom, status }: RefundRow, step: TrustMove): boolean {
  return step === 'restore' || status === 'failed' || owesTrustSteps(trustStepsFrom, status);
}

/** What a step posts, on the day the money moved; the bank transfer between the two accounts posts nothing more. */
function postingOf({ step, amount, date }: TrustStepBody, matterId: MatterId) {
  switch (step) {
    case 'payment':
      return booked('books.trust_paid', trustPayment(amount, matterId), date);
    case 'deposit':
      return booked('books.trust_deposited', trustDeposit(amount), date);
    case 'restore':
      return booked('books.trust_restored', trustRestore(amount, matterId), date);
    case 'transfer':
      return null;
  }
}

function booked(event: RefundEventType, posting: Posting, effectiveOn: BankDate) {
  return { event, posting: { ...posting, effectiveOn } };
}

/** Whether the firm imports statements: if so, its transfers are matched with them. */
async function importsStatements(tx: Db, firmId: RefundRow['firmId']): Promise<boolean> {
  const [statement] = await tx
    .select({ id: bankStatements.id })
    .from(bankStatements)
    .where(and(eq(bankStatements.firmId, firmId), statementStands(bankStatements.id)))
    .limit(1);
  return statement !== undefined;
}

/** The transfer is the bank's evidence for the two steps before it, once both of its lines are matched. */
async function askForBankLines(tx: Db, row: RefundRow, amount: Money, at: Date): Promise<void> {
  const match = { kind: 'bank_match', subject: '', summary: BANK_MATCH_SUMMARY, amount } as const;
  await openObligations(tx, refundKeyOf(row), [match], at);
}
