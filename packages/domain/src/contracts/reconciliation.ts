// What the API, the worker and tests share about the reconciliation workflows (B12). Payloads contain only IDs and
// instants.
import type { Instant } from '../bank-calendar.ts';
import type { FirmId, PrincipalId } from '../ids.ts';

export const RECONCILE_WORKFLOW = 'reconcile';
/** Run by a schedule: reconciles every firm, one after the other. */
export const RECONCILE_ALL_WORKFLOW = 'reconcileAll';
export const RECONCILE_SCHEDULE_ID = 'reconciliation';

/** When every firm is reconciled: at night, after the banks' day, in their zone, at a time that every day has. */
export const RECONCILE_NIGHTLY = { hour: 3, minute: 30, timeZone: 'America/New_York' } as const;

/** A firm's run that hangs is ended after this, so that the next night's can begin. */
export const RECONCILE_ENDED_AFTER = '12 hours';

/** One at a time per firm. */
export function reconcileWorkflowId(firmId: FirmId): string {
  return `reconcile:${firmId}`;
}

/** payments, there: the payment processor's payments and refunds; open, closed: our refunds. In this order. */
export const RECONCILE_STAGES = ['payments', 'there', 'open', 'closed'] as const;
export type ReconcileStage = (typeof RECONCILE_STAGES)[number];

/** How far a run has come. */
export type ReconcilePlace = {
  readonly stage: ReconcileStage | 'done';
  /** The next page in this stage; null for the first one. */
  readonly cursor: string | null;
  readonly since: Instant;
  /** Refunds looked at: ours, and those on the payment processor's list. */
  readonly refundsHere: number;
  readonly refundsThere: number;
  /** Something could not be looked at; left out if everything was. */
  readonly missed?: true;
};

export type ReconcileInput = {
  readonly firmId: FirmId;
  readonly reconciliationId: string;
  /** Null for the nightly run. */
  readonly requestedBy: PrincipalId | null;
  /** Where a run of many pages continues; absent at its beginning. */
  readonly place?: ReconcilePlace;
};
