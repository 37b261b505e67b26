import { asId, type ObligationId } from '@makewhole/domain/ids';
import { permissionsFor } from '@makewhole/domain/obligations';
import { hasEvidence } from '@makewhole/db/evidence/find-evidence';
import { completePaymentTask, type TaskAnswer } from '@makewhole/db/obligations/payment-tasks';
import { findOwed } from '@makewhole/db/notifications/unsent-emails';
import type { Caller, Services } from '../context.ts';
import { forbidden, type Refusal } from '../http/problems.ts';
import type { PaymentTaskAnswer } from './schemas.ts';

const NOT_FOUND: Refusal = {
  code: 'no_such_obligation',
  detail:
    'Your firm has no obligation about a payment with this ID. Obligations of a refund are completed through the refund.',
};

/**
 * Completes an obligation about a payment with a person's answer. Repeating it is safe.
 * @returns null if it is completed, else why not
 */
export async function completeTask(
  { db }: Services,
  { firmId, principalId: actor, may }: Caller,
  obligationId: string,
  { kind, ...answer }: PaymentTaskAnswer,
): Promise<Refusal | null> {
  const id = asId<ObligationId>(obligationId);
  const owed = await findOwed(db, firmId, id);
  if (owed?.refundId !== null || owed.kind !== kind) return NOT_FOUND;
  const missing = permissionsFor(owed).find((action) => !may(action));
  if (missing !== undefined) return forbidden(missing);
  const evidenceId = 'evidenceId' in answer ? answer.evidenceId : undefined;
  if (evidenceId !== undefined && !(await hasEvidence(db, { firmId, id: evidenceId }))) {
    const detail = 'Your firm has no evidence with this ID. Upload the file first, with POST /v1/evidence.';
    return { code: 'no_such_evidence', detail };
  }
  const taken: TaskAnswer = answer;
  const settled = await completePaymentTask(
    db,
    { firmId, id, kind },
    { actor, at: new Date(), answer: taken },
  );
  switch (settled.kind) {
    case 'settled':
      return null;
    case 'not_found':
      return NOT_FOUND;
    case 'forbidden':
      return forbidden('refund.resolve');
    case 'other':
      return {
        code: 'already_decided',
        detail: 'This was already answered differently, and that answer stands.',
      };
    case 'refund_under_way':
      return {
        code: 'already_refunded',
        detail:
          'A new refund of this payment is in progress and completes this if it succeeds. Paying the client as well would pay them twice.',
        extensions: { refundId: settled.refundId },
      };
  }
}
