// Corrects a trust step that was recorded wrongly (R5, B10). Nothing is edited: a new record replaces the old one, and
// if the day was wrong, the posting is reversed on that day and made again on the right one.
import type { PrincipalId } from '@makewhole/domain/ids';
import { hasPosting, redated } from '@makewhole/domain/postings';
import { stepDateFault } from '@makewhole/domain/trust-step-dates';
import type { TrustMove } from '@makewhole/domain/obligations';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import type { Db } from '../connect.ts';
import { hasEvidence } from '../evidence/find-evidence.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import { refusal } from '@makewhole/domain/contracts/command-refusals';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { postAll } from '../ledger/refund-postings.ts';
import { findPostings } from '../ledger/post-entries.ts';
import { findStepRecords, surroundingsOf, type TrustStepRecord } from './trust-step-records.ts';
import { trustStepRecords } from '../schema/trust.ts';

/** The correct values. The amount is the refund's own, and cannot have been recorded wrongly. */
export type TrustCorrectionBody = {
  readonly step: TrustMove;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly reference: string;
  /** Null if the earlier evidence stands. */
  readonly evidenceId: string | null;
  readonly reason: string;
};
type By = { readonly actor: PrincipalId; readonly at: Date };

/** Beyond this, they are no longer corrections. */
const CORRECTIONS_MAX = 20;

/** Corrects a recorded step; a correction that changes nothing is accepted and writes nothing. */
export async function correctTrustStep(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  { reason, ...right }: TrustCorrectionBody,
  by: By,
): Promise<CommandResult> {
  const recorded = await findStepRecords(tx, refundKeyOf(row));
  const standing = recorded.find(({ step }) => step === right.step);
  if (standing === undefined) return refusal('not_recorded');
  const { date, reference } = right;
  const evidenceId = right.evidenceId ?? standing.evidenceId;
  const isSame =
    standing.date === date && standing.reference === reference && standing.evidenceId === evidenceId;
  if (isSame) return { ok: true };
  if (standing.correction >= CORRECTIONS_MAX) return refusal('too_many_corrections');
  const fault = stepDateFault(right.step, date, await surroundingsOf(tx, row, recorded, by.at));
  if (fault !== null) return refusal('date_out_of_range', fault);
  if (right.evidenceId !== null && !(await hasEvidence(tx, { firmId: row.firmId, id: right.evidenceId }))) {
    return refusal('no_such_evidence');
  }
  const correction = standing.correction + 1;
  await tx.insert(trustStepRecords).values({
    ...standing,
    ...{ correction, date, reference, evidenceId },
    recordedBy: by.actor,
    recordedAt: by.at,
  });
  await appendEvent(tx, refundKeyOf(row), {
    ...by,
    type: 'trust_step.corrected',
    note: reason,
    data: {
      obligationId: obligation.id,
      step: right.step,
      amount: standing.amount,
      ...{ correction, date, reference, evidenceId },
      before: { date: standing.date, reference: standing.reference, evidenceId: standing.evidenceId },
    },
    bookMessages: [
      {
        type: 'refund.trust_step_recorded',
        ...{ step: right.step, amount: standing.amount, date, correction },
      },
    ],
  });
  if (standing.date !== date) await redate(tx, row, { ...standing, correction, date }, by.at);
  return { ok: true };
}

/** The bank transfer between the two accounts has no posting of its own, so nothing changes for it. */
async function redate(
  tx: Db,
  row: RefundRow,
  { step, date, correction }: TrustStepRecord,
  at: Date,
): Promise<void> {
  if (!hasPosting(step)) return;
  const made = await findPostings(tx, row.firmId, [row.id]);
  const standing = made
    .filter((posting) => posting.step === `trust_${step}`)
    .toSorted((one, other) => other.correction - one.correction)
    .at(0);
  if (standing === undefined) throw new Error(`Trust step ${step} of ${row.id} was recorded and not booked`);
  await postAll(tx, refundKeyOf(row), at, 'books.trust_corrected', redated(standing, date, correction));
}
