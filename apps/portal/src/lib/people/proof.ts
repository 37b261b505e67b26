// Confirming a person's identity again, as part of another form.
import type { Me } from '#lib/api-types.ts';

/** For the proof field: whether it is shown, what it asks for, and what was wrong with what was typed. */
export type Proof = { readonly asked: boolean; readonly byCode: boolean; readonly fault: string | undefined };

/** @param fault why a form was refused because the proof was missing or wrong */
export function proofFor(me: Pick<Me, 'session'>, fault?: string | null): Proof {
  return {
    asked: fault != null || me.session?.steppedUpUntil == null,
    byCode: me.session?.secondFactor.isOn === true,
    fault: fault ?? undefined,
  };
}
