import type { DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import { explainDifference } from '@makewhole/db/reconciliation/explain-difference';
import type { Caller, Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';
import { findOwnRefund } from '../refunds/find-changed.ts';
import { submitOrRefuse } from '../refunds/submit-command.ts';

/**
 * Records a person's explanation of a difference. If a refund has an open obligation for it, it is submitted to the
 * refund's workflow, which waits for it; otherwise the difference is closed directly.
 * @returns null if it is done, else why not
 */
export async function submitExplanation(
  services: Services,
  caller: Caller,
  { id, firmId, refundId, status }: DifferenceView,
  note: string,
): Promise<Refusal | null> {
  if (status !== 'open') return null;
  const refund = refundId === null ? null : await findOwnRefund(services, firmId, refundId);
  const owed = refund?.obligations.find(
    (one) => one.kind === 'reconciliation' && one.subject === id && one.status === 'open',
  );
  if (refund !== null && owed !== undefined) {
    const about = { kind: 'reconciliation', id: owed.id } as const;
    return submitOrRefuse(services, caller, refund, { kind: 'attention', about, body: { note } });
  }
  const by = { actor: caller.principalId, note, at: new Date() };
  await explainDifference(services.db, { firmId, id }, by);
  return null;
}
