import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, outcomeOf } from '#lib/server/api.ts';

const CODE = /^(?:\d{3}\s?\d{3}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/;

/**
 * Proves once more who the person is, by what they typed: a code where it looks like one, else the password.
 * @returns what was wrong, or null where it is proved
 */
export async function stepUp(event: RequestEvent, proof: string): Promise<string | null> {
  const body = CODE.test(proof) ? { code: proof.replaceAll(/\s/g, '') } : { password: proof };
  const outcome = await outcomeOf(event, apiFor(event).POST('/v1/step-up', { body }));
  return outcome.ok ? null : outcome.problem.detail;
}
