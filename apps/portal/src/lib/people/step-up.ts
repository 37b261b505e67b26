import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import type { Problem } from '#lib/server/problem.ts';
import { secretOf } from './typed-secret.ts';

const CODE = /^(?:\d{3}\s?\d{3}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/;

/**
 * Confirms the person's identity again with what they typed: as a code if it looks like one, else as the password.
 * @returns what was wrong, or null if it was accepted
 */
async function stepUp(event: RequestEvent, proof: string): Promise<string | null> {
  const body = CODE.test(proof) ? { code: proof.replaceAll(/\s/g, '') } : { password: proof };
  const outcome = await outcomeOf(event, apiFor(event).POST('/v1/step-up', { body }));
  return outcome.ok ? null : outcome.problem.detail;
}

/**
 * Confirms the person's identity, if the form contains a proof.
 * @returns what was wrong with it; null if it was accepted, or nothing was typed: the API then says if one is required
 */
export async function proofFaultOf(event: RequestEvent, form: FormData): Promise<string | null> {
  const proof = secretOf(form, 'proof');
  return proof === '' ? null : stepUp(event, proof);
}

/** Why the API demands a proof; null if it refused for another reason. */
export function proofMissing({ code, detail }: Pick<Problem, 'code' | 'detail'>): string | null {
  return code === 'step_up_required' ? detail : null;
}
