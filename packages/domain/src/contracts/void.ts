// What API and worker share about the workflow that voids an authorization (R12).
import type { FirmId, TransactionId, VoidId } from '../ids.ts';

export const VOID_WORKFLOW = 'voidAuthorization';

/** One workflow for each void: a second start of the same one is refused by the server. */
export function voidWorkflowId({ transactionId, voidId }: VoidWorkflowInput): string {
  return `void:${transactionId}:${voidId}`;
}

export type VoidWorkflowInput = {
  readonly firmId: FirmId;
  readonly voidId: VoidId;
  readonly transactionId: TransactionId;
};
