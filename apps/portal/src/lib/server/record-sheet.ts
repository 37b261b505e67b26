// Records the steps of a trust sheet one after the other. A step that is recorded already is passed over, so that sending
// the sheet again, or going on after a step was refused, records each step once.
import type { RequestEvent } from '@sveltejs/kit';
import type { TrustStep } from '@makewhole/domain/obligations';
import type { SheetErrors, SheetValues } from '#lib/trust-sheet/read-sheet.ts';
import type { TrustSheet } from '#lib/trust-sheet/sheet-of.ts';
import { apiFor, outcomeOf, type Outcome } from './api.ts';

export type Stopped = {
  readonly step: TrustStep;
  readonly recorded: readonly TrustStep[];
  readonly status: number;
  readonly errors: SheetErrors;
  /** Why, if it is not about a field. */
  readonly fault: string | null;
};

/** @returns where it stopped; null if every step that was chosen is recorded */
export async function recordSheet(
  event: RequestEvent<{ id: string }>,
  { amount, bounds }: TrustSheet,
  { date, reference, method, steps }: SheetValues,
  evidenceId: string | null,
): Promise<Stopped | null> {
  const recorded: TrustStep[] = [];
  for (const step of bounds.open.filter((one) => steps.includes(one))) {
    const cited = evidenceId === null ? {} : { evidenceId };
    const recording = apiFor(event).POST('/v1/refunds/{id}/trust-steps/{step}', {
      params: { path: { id: event.params.id, step } },
      body: { amount, currency: 'USD', date, reference, method, ...cited },
    });
    const outcome = await outcomeOf(event, recording);
    if (!outcome.ok) return { step, recorded, ...placed(outcome) };
    recorded.push(step);
  }
  return null;
}

/** The refusal at the field that it is about. */
function placed({ problem }: Extract<Outcome<unknown>, { ok: false }>) {
  const { code, detail, status } = problem;
  const errors: SheetErrors =
    code === 'date_out_of_range'
      ? { date: detail }
      : code === 'evidence_required' || code === 'no_such_evidence'
        ? { evidence: 'Your firm requires a file for this. Add the bank’s confirmation or the check.' }
        : {};
  return { status, errors, fault: Object.keys(errors).length === 0 ? detail : null };
}
