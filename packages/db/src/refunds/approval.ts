// The second person's decision on a refund (B8). The requester's own is refused here, and by the table itself.
import { eq } from 'drizzle-orm';
import { DECLINED_MESSAGES, type ApprovalDecision } from '@makewhole/domain/approval';
import { approvalSummary } from '@makewhole/domain/obligation-summaries';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { PrincipalId } from '@makewhole/domain/ids';
import { approvalEndsAt } from '@makewhole/domain/obligation-dates';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { endBeforeMoney } from './cancel-or-reject.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import { refusal } from '@makewhole/domain/contracts/command-refusals';
import { findTrustLeg } from '../ledger/refund-postings.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { recordNews } from '../notifications/record-news.ts';
import {
  completeObligation,
  openObligations,
  type OpenObligation,
} from '../obligations/open-and-complete.ts';
import { moveOfRefund } from '../trust/moves-to-authorize.ts';
import { authorizationFor } from '../trust/trust-authorizations.ts';
import { isTooNewFor } from '../users/too-new.ts';
import { moveRefund } from './move-refund.ts';

export type ApprovalBody = {
  readonly decision: ApprovalDecision;
  readonly note: string | null;
  /** Why trust money goes to a payer who is not the client (EL3). */
  readonly payerReason?: string | null;
};

export type ApprovalAsked =
  | { readonly kind: 'awaiting'; readonly obligations: readonly OpenObligation[]; readonly until: Instant }
  /** Approved already, or ended: the row says which. */
  | { readonly kind: 'decided' };

/** Asks a second person to approve a refund, in time or never. Asking again changes nothing. */
export function askForApproval(db: Db, refund: RefundKey, at: Date): Promise<ApprovalAsked> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.approvedAt !== null) return { kind: 'decided' };
    const event = { type: 'refund.awaiting_approval', actor: ENGINE, at, data: {} } as const;
    const moved = await moveRefund(tx, row, 'awaiting_approval', event);
    if (moved.kind === 'stands' && moved.status !== 'awaiting_approval') return { kind: 'decided' };
    const summary = approvalSummary(row);
    const approval = { kind: 'approval', subject: '', summary, amount: row.amount } as const;
    const obligations = await openObligations(tx, refund, [approval], at);
    const openedAt = obligations[0]?.openedAt ?? at.toISOString();
    return { kind: 'awaiting', obligations, until: approvalEndsAt(openedAt) };
  });
}

/** Whether they requested the refund, or made the keys of the program that did (B8). */
export function hasRequested(row: RefundRow, actor: PrincipalId): boolean {
  return [row.requestedBy, ...row.requestedOnBehalfOf].includes(actor);
}

function isTooNew(tx: Db, row: RefundRow, { actor, at }: { readonly actor: PrincipalId; readonly at: Date }) {
  return isTooNewFor(tx, row.firmId, actor, { people: [row.requestedBy, ...row.requestedOnBehalfOf], at });
}

/** The processor pays it electronically, and names it only once it has accepted it. */
const BY_THE_PROCESSOR = { method: 'eft', methodReference: null, evidenceId: null } as const;

/** Applies a second person's decision. When a decision and a cancel race, the first to lock the row wins. */
export async function decideApproval(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  { decision, note, payerReason = null }: ApprovalBody,
  by: { readonly actor: PrincipalId; readonly at: Date },
): Promise<CommandResult> {
  if (obligation.status === 'done') {
    const stands = row.approvedAt === null ? 'decline' : 'approve';
    return stands === decision ? { ok: true } : refusal('already_decided');
  }
  if (hasRequested(row, by.actor)) return refusal('own_request');
  if (row.status !== 'awaiting_approval') return refusal('no_such_obligation');
  if (decision === 'approve' && (await isTooNew(tx, row, by))) return refusal('approver_too_new');
  const isForOther = row.approvalReasons.includes('payer_is_not_client');
  if (decision === 'approve' && isForOther && payerReason === null) return refusal('payer_reason_required');
  const refund = { firmId: row.firmId, refundId: row.id };
  await completeObligation(tx, obligation, { ...by, data: { decision }, note });
  if (decision === 'approve') {
    await tx.update(refunds).set({ approvedBy: by.actor, approvedAt: by.at }).where(eq(refunds.id, row.id));
    const data = isForOther ? { payerIsNotClient: true } : {};
    await appendEvent(tx, refund, { type: 'refund.approved', ...by, data, note: payerReason });
    if ((await findTrustLeg(tx, row))?.isDrawnOnTrust === true) {
      const move = await moveOfRefund(tx, row, obligation, 'disbursement');
      await authorizationFor(tx, move, BY_THE_PROCESSOR, by);
    }
    await recordNews(tx, row, 'refund_approved', by.at);
    return { ok: true };
  }
  const ended = { failureCode: 'declined', failureMessage: DECLINED_MESSAGES.declined };
  await endBeforeMoney(tx, row, 'declined', { type: 'refund.declined', ...by, data: {} }, ended);
  return { ok: true };
}

/** Declines a refund that nobody approved in time. Does nothing if it was decided or ended in the meantime. */
export function expireApproval(db: Db, refund: RefundKey, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status !== 'awaiting_approval' || row.approvedAt !== null) return;
    const code = 'approval_expired';
    const ended = {
      failureCode: code,
      failureMessage: DECLINED_MESSAGES[code],
    };
    const event = { type: 'refund.declined', actor: ENGINE, at, data: { code } } as const;
    await endBeforeMoney(tx, row, 'declined', event, ended);
  });
}
