// Runs a firm's reconciliation to its end, and reads what it found.
import { expect } from 'vitest';
import { newId } from '@makewhole/db/new-id';
import { listDifferences, type DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import {
  findReconciliation,
  type ReconciliationView,
} from '@makewhole/db/reconciliation/list-reconciliations';
import { reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import { startReconcileWorkflow } from '@makewhole/temporal/start-workflows';
import type { FirmWorld } from '../../support/refund-world.ts';
import type { SmallFirm } from '../../support/small-firm.ts';

type Starter = Pick<FirmWorld, 'client' | 'taskQueue'> & { readonly firm: Pick<SmallFirm, 'firmId'> };

export function start({ client, taskQueue, firm: { firmId } }: Starter, reconciliationId: string) {
  return startReconcileWorkflow(client, taskQueue, { firmId, reconciliationId, requestedBy: null });
}

export async function reconcile(world: FirmWorld): Promise<ReconciliationView | null> {
  const { db, client, firm } = world;
  const id = newId<string>('rec');
  expect(await start(world, id)).toBe('started');
  await client.workflow.getHandle(reconcileWorkflowId(firm.firmId)).result();
  return findReconciliation(db, { firmId: firm.firmId, id });
}

export async function differencesOf({ db, firm }: FirmWorld): Promise<readonly DifferenceView[]> {
  return (await listDifferences(db, { firmId: firm.firmId, limit: 100 }))?.data ?? [];
}
