import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import type { Problem } from '#lib/server/problem.ts';
import { secretOf } from './typed-secret.ts';

const CODE = /^(?:\d{3}\s?\d{3}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/;

/**
 * Proves once more who the person is, by what they typed: a code where it looks like one, else the password.
 * @returns what was wrong, or null where it is proved
 */
async function stepUp(event: RequestEvent, proof: string): Promise<string | null> {
  const body = CODE.test(proof) ? { code: proof.replaceAll(/\s/g, '') } : { password: proof };
  const outcome = await outcomeOf(event, apiFor(event).POST('/v1/step-up', { body }));
  return outcome.ok ? null : outcome.problem.detail;
}

/**
 * Proves who the person is, where the form has a proof in it.
 * @returns what was wrong with it; null where it is proved, or nothing was typed: the API then says whether it must be
 */
export async function proofFaultOf(event: RequestEvent, form: FormData): Promise<string | null> {
  const proof = secretOf(form, 'proof');
  return proof === '' ? null : stepUp(event, proof);
}

/** Why what was asked of the API wants a proof; null where it was refused for something else. */
export function proofMissing({ code, detail }: Pick<Problem, 'code' | 'detail'>): string | null {
  return code === 'step_up_required' ? detail : null;
}
