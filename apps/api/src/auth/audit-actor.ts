import type { Context } from 'hono';
import type { ChangedBy } from '@makewhole/db/events/append-firm-event';
import type { ApiEnv } from '../context.ts';

/** The caller as the author of a change to their firm, made now. */
export function changedBy(c: Context<ApiEnv>): ChangedBy {
  const { firmId, principalId } = c.get('caller');
  return { firmId, principalId, at: new Date() };
}
