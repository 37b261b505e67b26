// A lawyer's written authorization of a trust step: its labels, its form, and what the page says of it (R5).
import { TRUST_METHODS, type TrustMethod } from '@makewhole/domain/trust-authority';
import { textOf } from '#lib/forms/text-of.ts';
import type { Refund } from '#lib/api-types.ts';

export const TRUST_METHOD_LABELS: Record<TrustMethod, { label: string; meaning: string }> = {
  check: { label: 'By check', meaning: 'A check that is drawn on the trust account.' },
  eft: { label: 'Electronically', meaning: 'A transfer from one bank to another.' },
  internal: { label: 'Between accounts', meaning: 'A transfer between two accounts at the same bank.' },
};

type Authorization = NonNullable<Refund['trustMoves'][number]['authorization']>;

/** The authorization of a task, if a lawyer has given one. */
export function authorizationOf(
  { trustMoves }: Pick<Refund, 'trustMoves'>,
  obligationId: string,
): Authorization | null {
  return trustMoves.find((move) => move.authorization?.obligationId === obligationId)?.authorization ?? null;
}

/** @param by the name of who gave it; empty if unknown */
export function describeAuthorization({ payee, method, methodReference }: Authorization, by: string): string {
  const who = by === '' ? 'Authorized' : `Authorized by ${by}`;
  const reference = methodReference === null ? '' : ` (${methodReference})`;
  return `${who}: ${TRUST_METHOD_LABELS[method].label.toLowerCase()}${reference}, to ${payee}.`;
}

/** What the form says; null for a method that there is not. */
export function readAuthorization(form: FormData): { method: TrustMethod; reference?: string } | null {
  const method = TRUST_METHODS.find((known) => known === form.get('method'));
  if (method === undefined) return null;
  const reference = textOf(form, 'reference');
  return { method, ...(reference !== '' && { reference }) };
}
