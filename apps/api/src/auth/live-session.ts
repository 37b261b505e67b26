// A session ends after fifteen minutes in which its person did nothing (PCI DSS 8.2.8), besides its end that was stated.
import { endIdleSession, recordActivity } from '@makewhole/db/users/session-activity';
import { ACTIVITY_WRITTEN_EVERY_MS, isIdle } from '@makewhole/domain/sign-in-limits';
import type { Services, SignedIn } from '../context.ts';

type Sessions = Pick<Services, 'auth' | 'db'>;

/** The session of a request; null if there is none, or it has ended. An idle one is ended here: nothing else looks. */
export async function findLiveSession(
  { auth, db }: Sessions,
  headers: Headers,
  now = new Date(),
): Promise<SignedIn | null> {
  const found = await auth.api.getSession({ headers });
  if (found === null || !isIdle(lastActiveAt(found), now)) return found;
  const { id: sessionId, lastActiveAt: idleSince = null } = found.session;
  if (await endIdleSession(db, { sessionId, idleSince })) return null;
  // Its person has just done something in another tab, or it was ended by another request.
  return auth.api.getSession({ headers });
}

/** Records that a session's person did something. No request waits for it. */
export function keepAlive({ db, background }: Pick<Services, 'db' | 'background'>, found: SignedIn): void {
  const now = new Date();
  const { id: sessionId, lastActiveAt: noted } = found.session;
  if (noted != null && now.getTime() - noted.getTime() < ACTIVITY_WRITTEN_EVERY_MS) return;
  background.run(`the activity of the session ${sessionId} was not recorded; the next one will be`, () =>
    recordActivity(db, { sessionId, now }),
  );
}

/** Its start, before the first request. */
export function lastActiveAt({ session }: SignedIn): Date {
  return session.lastActiveAt ?? session.createdAt;
}
