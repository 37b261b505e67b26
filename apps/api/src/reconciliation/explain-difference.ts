import type { DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import { settleDifference } from '@makewhole/db/reconciliation/explain-difference';
import type { Caller, Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';
import { findOwnRefund } from '../refunds/find-changed.ts';
import { submitOrRefuse } from '../refunds/submit-command.ts';

/**
 * Takes a person's explanation of a difference. One that a refund still owes is settled through the refund, whose workflow
 * waits for it; one that was made elsewhere, or whose refund no longer owes it, by itself.
 * @returns null when it is done, else why not
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
  await settleDifference(services.db, { firmId, id }, by);
  return null;
}
