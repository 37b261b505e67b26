// Step-up: people confirm their identity again before large refunds and security changes. It counts for five minutes, in
// that session.
import type { Caller, UserSession } from '../context.ts';
import type { Refusal } from '../http/problems.ts';

const STEP_UP_MS = 5 * 60_000;

/** Until when the session's user need not confirm their identity again; null if they have to now. */
export function steppedUpUntil({ stepUpAt }: Pick<UserSession, 'stepUpAt'>, now = new Date()): Date | null {
  if (stepUpAt === null) return null;
  const until = new Date(stepUpAt.getTime() + STEP_UP_MS);
  return until > now ? until : null;
}

/** Whether the caller is a person who has not confirmed their identity recently. Programs are never asked. */
export function lacksStepUp(caller: Caller): boolean {
  return caller.kind === 'user' && steppedUpUntil(caller.session) === null;
}

/** For changes to the firm's security; a refund has a detail of its own. */
export const STEP_UP_REQUIRED: Refusal = {
  code: 'step_up_required',
  detail:
    'Confirm your identity again first, with a code from your authenticator app, or with your password if you have no app.',
};
