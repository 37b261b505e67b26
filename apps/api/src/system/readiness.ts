import { pingDatabase } from '@makewhole/db/ping';
import type { Services } from '../context.ts';
import type { Readiness } from './routes.ts';

/** How long an answer is cached, because the route requires no authentication. */
const KEPT_MS = 1_000;

/** @returns a function that checks whether the API can accept requests */
export function createReadiness({ db, workflows }: Services): () => Promise<Readiness> {
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<Readiness>;
  const look = async (): Promise<Readiness> => {
    const [database, temporal] = await Promise.all([pingDatabase(db), workflows.isReachable()]);
    const status = !database ? 'unavailable' : !temporal ? 'degraded' : 'ok';
    return { status, checks: { database: checkOf(database), temporal: checkOf(temporal) } };
  };
  return () => {
    const nowMs = performance.now();
    if (nowMs - askedAtMs > KEPT_MS) {
      askedAtMs = nowMs;
      answer = look();
    }
    return answer;
  };
}

function checkOf(isThere: boolean): 'ok' | 'unavailable' {
  return isThere ? 'ok' : 'unavailable';
}
