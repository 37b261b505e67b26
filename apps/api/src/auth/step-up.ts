// Proving once more who one is, before much money moves: for the session in which it was done, for five minutes.
import type { UserSession } from '../context.ts';

const STEP_UP_MS = 5 * 60_000;

/** Until when the person of this session need not prove it again; null where they have to now. */
export function steppedUpUntil({ stepUpAt }: Pick<UserSession, 'stepUpAt'>, now = new Date()): Date | null {
  if (stepUpAt === null) return null;
  const until = new Date(stepUpAt.getTime() + STEP_UP_MS);
  return until > now ? until : null;
}
