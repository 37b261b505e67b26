// Proving once more who one is, before much money moves: for the session in which it was done, for five minutes.
import type { Caller, UserSession } from '../context.ts';
import type { Refusal } from '../http/problems.ts';

const STEP_UP_MS = 5 * 60_000;

/** Until when the person of this session need not prove it again; null where they have to now. */
export function steppedUpUntil({ stepUpAt }: Pick<UserSession, 'stepUpAt'>, now = new Date()): Date | null {
  if (stepUpAt === null) return null;
  const until = new Date(stepUpAt.getTime() + STEP_UP_MS);
  return until > now ? until : null;
}

/** Whether a person asks who has not just proved it. A program is never asked: there is nobody to ask. */
export function lacksStepUp(caller: Caller): boolean {
  return caller.kind === 'user' && steppedUpUntil(caller.session) === null;
}

/** For what guards the firm itself; why a refund is refused so says its own amount. */
export const STEP_UP_REQUIRED: Refusal = {
  code: 'step_up_required',
  detail:
    'Prove once more who you are first: with a code from your authenticator app, or with your password where you have no app.',
};
