// A person's decision about a refund, first recorded, then applied by its workflow (B5): the invoice decision, the
// three trust steps, resolved attention. Each is idempotent by content: the same again is accepted, a different one is
// refused.
import { and, eq } from 'drizzle-orm';
import { completes } from '@makewhole/domain/completing-obligations';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { isForgiveness } from '@makewhole/domain/invoice-decisions';
import { permissionsFor } from '@makewhole/domain/obligations';
import { permissionsToRecord } from '@makewhole/domain/permissions-to-record';
import { invoiceForgiveness } from '@makewhole/domain/postings';
import type { CommandInput, CommandResult, ResolveOutcome } from '@makewhole/domain/contracts/refund';
import { findPermissions } from '../users/find-permissions.ts';
import { matchBankLines, type BankMatchBody } from '../bank/match-bank-lines.ts';
import type { Db } from '../connect.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { checkInvoiceDecision, describeFault, type InvoiceAnswer } from '../invoices/open-balance.ts';
import { newId } from '../new-id.ts';
import { explainDifference } from '../reconciliation/explain-difference.ts';
import { commands } from '../schema/commands.ts';
import { decideApproval, hasRequested, type ApprovalBody } from '../refunds/approval.ts';
import { correctTrustStep, type TrustCorrectionBody } from '../trust/correct-trust-step.ts';
import { findObligation, type ObligationRow } from '../obligations/find-obligation.ts';
import { refusal } from '@makewhole/domain/contracts/command-refusals';
import { lockRefund, refundKeyOf, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { rolledBack } from '../rolled-back.ts';
import { postAll } from '../ledger/refund-postings.ts';
import { findRefundedInvoices } from '../invoices/invoice-payments.ts';
import { completeObligation } from '../obligations/open-and-complete.ts';
import { endTrustSteps, type TrustNotRecoverableBody } from '../trust/end-trust-steps.ts';
import { recordTrustStep, type TrustStepBody } from '../trust/record-trust-step.ts';
import { UNDER_WAY, recordTransferNotMade } from '../trust/trust-transfer.ts';

export type InvoiceDecisionBody = InvoiceAnswer & { readonly note: string | null };
export type AttentionBody = {
  readonly note: string;
  /** The answer to transfer_under_way; a transfer that was made is recorded as a trust step instead. */
  readonly transferMade?: false;
};
export type ResolveBody = {
  readonly outcome: ResolveOutcome;
  readonly processorReference: string | null;
  readonly note: string;
};

/** The body of a command, by kind. */
export type Command =
  | { readonly kind: 'approval'; readonly body: ApprovalBody }
  | { readonly kind: 'invoice_decision'; readonly body: InvoiceDecisionBody }
  | { readonly kind: 'trust_step'; readonly body: TrustStepBody }
  | { readonly kind: 'trust_correction'; readonly body: TrustCorrectionBody }
  | { readonly kind: 'trust_not_recoverable'; readonly body: TrustNotRecoverableBody }
  | { readonly kind: 'bank_match'; readonly body: BankMatchBody }
  | { readonly kind: 'attention'; readonly body: AttentionBody }
  | { readonly kind: 'resolve'; readonly body: ResolveBody };

export type NewCommand = Command & {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly actor: PrincipalId;
};

/** Records a command and returns the ID that the workflow's update carries. */
export async function recordCommand(db: Db, command: NewCommand): Promise<string> {
  const id = newId<string>('ins');
  await db.insert(commands).values({ ...command, id });
  return id;
}

export type RecordedCommand = Command & { readonly actor: PrincipalId };

/** Reads a recorded command. */
export async function findCommand(
  db: Db,
  { firmId, refundId }: RefundKey,
  id: string,
): Promise<RecordedCommand> {
  const [row] = await db
    .select()
    .from(commands)
    .where(and(eq(commands.firmId, firmId), eq(commands.refundId, refundId), eq(commands.id, id)));
  if (row === undefined) throw new Error(`There is no command ${id} for refund ${refundId}`);
  return row as unknown as RecordedCommand; // only recordCommand writes it, and ties the body to its kind
}

type Applying = CommandInput & { readonly at: Date };

/** Applies a command to an obligation: makes its postings, completes the obligation, appends the event. */
export function applyCommand(db: Db, refund: RefundKey, input: Applying): Promise<CommandResult> {
  return db.transaction((tx) => apply(tx, refund, input));
}

/**
 * Returns what `applyCommand` would answer now, and applies nothing. A refusal that the row alone explains need not
 * reach the workflow, whose run has room for some two thousand updates.
 */
export function judgeCommand(db: Db, refund: RefundKey, input: Applying): Promise<CommandResult> {
  return rolledBack(db, (tx) => apply(tx, refund, input));
}

async function apply(tx: Db, refund: RefundKey, input: Applying): Promise<CommandResult> {
  const command = await findCommand(tx, refund, input.instructionId);
  // Whoever sets a statement aside holds the firm: its lines are matched before, or no more.
  if (command.kind === 'bank_match') await lockFirm(tx, refund.firmId);
  const row = await lockRefund(tx, refund);
  const obligation =
    input.obligationId === null ? null : await findObligation(tx, refund, input.obligationId);
  if (obligation === null || obligation.status === 'void') return refusal('no_such_obligation');
  const may = await findPermissions(tx, { firmId: row.firmId, principalId: command.actor });
  const needed = command.kind === 'trust_step' ? permissionsToRecord(obligation) : permissionsFor(obligation);
  if (!needed.every(may)) {
    const isOwn = obligation.kind === 'approval' && hasRequested(row, command.actor);
    return refusal(isOwn ? 'own_request' : 'forbidden');
  }
  if (!isMeantBy(command, obligation)) return refusal('no_such_obligation');
  const by = { actor: command.actor, at: input.at };
  switch (command.kind) {
    case 'approval':
      return decideApproval(tx, row, obligation, command.body, by);
    case 'invoice_decision':
      return decideInvoice(tx, row, obligation, command.body, by);
    case 'trust_step':
      return recordTrustStep(tx, row, obligation, command.body, by);
    case 'trust_correction':
      return correctTrustStep(tx, row, obligation, command.body, by);
    case 'trust_not_recoverable':
      return endTrustSteps(tx, row, command.body, by);
    case 'bank_match':
      return matchBankLines(tx, row, obligation, command.body, by);
    case 'attention':
      return lookAt(tx, row, obligation, command.body, by);
    case 'resolve':
      // It concerns an outcome, not an obligation.
      return refusal('no_such_obligation');
  }
}

/** Whether the command fits this obligation and, for a trust step, this step. */
function isMeantBy(command: Command, { kind }: ObligationRow): boolean {
  if (!completes(command.kind, kind)) return false;
  const isOfStep = command.kind === 'trust_step' || command.kind === 'trust_correction';
  return !isOfStep || kind === `trust_${command.body.step}`;
}

async function lookAt(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  { note, transferMade }: AttentionBody,
  by: By,
): Promise<CommandResult> {
  const asksForTransfer = obligation.status === 'open' && obligation.subject === UNDER_WAY;
  if (asksForTransfer && transferMade === undefined) return refusal('answer_needed');
  if (obligation.status === 'open') await completeObligation(tx, obligation, { ...by, note });
  if (asksForTransfer) await recordTransferNotMade(tx, row, by.at);
  if (obligation.kind === 'reconciliation') {
    await explainDifference(tx, { firmId: row.firmId, id: obligation.subject }, { ...by, note });
  }
  return { ok: true };
}

type By = { readonly actor: PrincipalId; readonly at: Date };

async function decideInvoice(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  { decision, payingTransactionId = null, note }: InvoiceDecisionBody,
  by: By,
): Promise<CommandResult> {
  const payer = decision === 'paid_otherwise' ? payingTransactionId : null;
  if (obligation.status === 'done') {
    const isSame =
      obligation.decision === decision && (payer === null || obligation.payingTransactionId === payer);
    return isSame ? { ok: true } : refusal('already_decided');
  }
  const allocation = (await findRefundedInvoices(tx, row)).find(
    ({ allocationId }) => allocationId === obligation.subject,
  );
  if (allocation === undefined)
    throw new Error(`Obligation ${obligation.id} is about no allocation of ${row.id}`);
  const answer = { decision, payingTransactionId: payer };
  const fault = await checkInvoiceDecision(tx, { firmId: row.firmId, ...allocation }, answer);
  if (fault !== null) {
    const refused = refusal(fault.kind, describeFault(fault));
    return 'openBalance' in fault ? { ...refused, openBalance: fault.openBalance } : refused;
  }
  if (isForgiveness(decision)) {
    await postAll(tx, refundKeyOf(row), by.at, `books.${decision}`, [
      invoiceForgiveness(decision, allocation),
    ]);
  }
  const data = { decision, ...(payer !== null && { payingTransactionId: payer }) };
  const decided = {
    type: 'refund.invoice_decided',
    ...{ allocationId: allocation.allocationId, amount: allocation.amount },
    ...{ decision, payingTransactionId: payer },
  } as const;
  await completeObligation(tx, obligation, { ...by, data, note, bookMessages: [decided] }, answer);
  return { ok: true };
}
