// What the API and the worker share about the workflow that voids an authorization (R12).
import type { FirmId, TransactionId, VoidId } from '../ids.ts';

export const VOID_WORKFLOW = 'voidAuthorization';

/** One workflow per void: the server refuses a second start of the same one. */
export function voidWorkflowId({ transactionId, voidId }: VoidWorkflowInput): string {
  return `void:${transactionId}:${voidId}`;
}

export type VoidWorkflowInput = {
  readonly firmId: FirmId;
  readonly voidId: VoidId;
  readonly transactionId: TransactionId;
};
