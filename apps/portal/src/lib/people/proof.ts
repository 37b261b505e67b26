// Proving once more who one is, beside what a form is for.
import type { Me } from '#lib/api-types.ts';

/** For the field of the proof: whether it is shown, what it asks for, and what was wrong with what was typed. */
export type Proof = { readonly asked: boolean; readonly byCode: boolean; readonly fault: string | undefined };

/** @param fault why a form was refused for want of the proof, or for a false one */
export function proofFor(me: Pick<Me, 'session'>, fault?: string | null): Proof {
  return {
    asked: fault != null || me.session?.steppedUpUntil == null,
    byCode: me.session?.secondFactor.isOn === true,
    fault: fault ?? undefined,
  };
}
