// The words that api, worker and tests share about the reconciliation workflows (B12). Payloads carry IDs and instants only.
import type { Instant } from '../bank-calendar.ts';
import type { FirmId, PrincipalId } from '../ids.ts';

export const RECONCILE_WORKFLOW = 'reconcile';
/** Run by a schedule: a reconciliation of every firm, one after the other. */
export const RECONCILE_ALL_WORKFLOW = 'reconcileAll';
export const RECONCILE_SCHEDULE_ID = 'reconciliation';

/** When every firm is reconciled: by night, after the banks' day, in the banks' zone, at a time that every day has. */
export const RECONCILE_NIGHTLY = { hour: 3, minute: 30, timeZone: 'America/New_York' } as const;

/** A firm's run that hangs is ended after this, so that the next night's can begin. */
export const RECONCILE_ENDED_AFTER = '12 hours';

/** One at a time for each firm. */
export function reconcileWorkflowId(firmId: FirmId): string {
  return `reconcile:${firmId}`;
}

/** payments, there: the payment company's payments and refunds; open, closed: our refunds. In this order. */
export const RECONCILE_STAGES = ['payments', 'there', 'open', 'closed'] as const;
export type ReconcileStage = (typeof RECONCILE_STAGES)[number];

/** How far a run came. */
export type ReconcilePlace = {
  readonly stage: ReconcileStage | 'done';
  /** The page that comes next in this stage; null for its first one. */
  readonly cursor: string | null;
  readonly since: Instant;
  /** Refunds of ours, and of the payment company's list, that were looked at. */
  readonly refundsHere: number;
  readonly refundsThere: number;
};

export type ReconcileInput = {
  readonly firmId: FirmId;
  readonly reconciliationId: string;
  /** Null for the nightly one. */
  readonly requestedBy: PrincipalId | null;
  /** Where a run of many pages goes on; it begins without. */
  readonly place?: ReconcilePlace;
};
