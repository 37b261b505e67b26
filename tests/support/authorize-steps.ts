import type { Db } from '@makewhole/db/connect';
import { findOpen } from '@makewhole/db/obligations/open-and-complete';
import { authorizeTrustStep } from '@makewhole/db/trust/authorize-trust-step';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';

const KINDS = ['trust_payment', 'trust_deposit', 'trust_transfer', 'trust_restore'] as const;

/** A lawyer authorizes every trust step that the refund owes now, so that a program may record it (ADR 31). */
export async function authorizeSteps(
  db: Db,
  refund: { readonly firmId: FirmId; readonly refundId: RefundId },
  lawyer: PrincipalId,
): Promise<void> {
  const how = { method: 'internal', methodReference: null, evidenceId: null } as const;
  for (const { id: obligationId } of await findOpen(db, refund, KINDS)) {
    await authorizeTrustStep(db, { firmId: refund.firmId, obligationId }, how, {
      actor: lawyer,
      at: new Date(),
    });
  }
}
