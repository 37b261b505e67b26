import { TRUST_STEPS, type TrustMove, type TrustStep } from './obligations.ts';

/** The step that must be done before this one may be recorded; null for the first, and for the restore. */
export function stepBefore(move: TrustMove): TrustStep | null {
  return TRUST_STEPS[TRUST_STEPS.findIndex((step) => step === move) - 1] ?? null;
}
