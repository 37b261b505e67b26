// The record of a reconciliation, and which firms the nightly run covers.
import { listFirmIds } from '@makewhole/db/firms/list-firm-ids';
import { newId } from '@makewhole/db/new-id';
import {
  finishReconciliation as finish,
  startReconciliation as start,
} from '@makewhole/db/reconciliation/start-reconciliation';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';
import { reconcileWorkflowId, type ReconcileInput } from '@makewhole/domain/contracts/reconciliation';
import { raiseAlarm } from '@makewhole/temporal/raise-alarm';
import type { Dependencies, WorkerDependencies } from './dependencies.ts';

/** Records that a run begins. @returns the instant from which it must look */
export const startReconciliation =
  ({ db }: Dependencies) =>
  async ({ reconciliationId: id, firmId, requestedBy }: ReconcileInput): Promise<Instant> => {
    const { since } = await start(db, { id, firmId, requestedBy, at: new Date() });
    return since.toISOString();
  };

export type RunResult = {
  readonly firmId: FirmId;
  readonly reconciliationId: string;
  readonly outcome: 'complete' | 'failed';
  readonly refundsHere: number;
  readonly refundsThere: number;
};

/** Records the run's result, and notifies the operator of a failed run. */
export const finishReconciliation =
  ({ db, temporal, taskQueue }: WorkerDependencies) =>
  async (result: RunResult): Promise<void> => {
    await finish(db, { ...result, at: new Date() });
    if (result.outcome === 'complete') return;
    const about = reconcileWorkflowId(result.firmId);
    await raiseAlarm(temporal, taskQueue, { alarm: 'reconciliation_failed', about });
  };

export type FirmsPage = {
  readonly runs: readonly Pick<ReconcileInput, 'firmId' | 'reconciliationId'>[];
  /** Null if these were the last firms. */
  readonly after: FirmId | null;
};

/** The next page of firms after the given one, each with the ID of its run tonight. */
export const listFirmsToReconcile =
  ({ db }: Dependencies) =>
  async ({ after, limit }: { readonly after: FirmId | null; readonly limit: number }): Promise<FirmsPage> => {
    const firmIds = await listFirmIds(db, { after, limit });
    return {
      runs: firmIds.map((firmId) => ({ firmId, reconciliationId: newId<string>('rec') })),
      after: firmIds.length === limit ? (firmIds.at(-1) ?? null) : null,
    };
  };
