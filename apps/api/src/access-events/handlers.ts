import { listAccessEvents, type AccessEventView } from '@makewhole/db/audit/access-events';
import type { App, Services } from '../context.ts';
import { listAccessEventsRoute, type AccessEventBody } from './routes.ts';

export function addAccessEventHandlers(app: App, { db }: Services): void {
  app.openapi(listAccessEventsRoute, async (c) => {
    const { cursor: before, limit } = c.req.valid('query');
    const { data, hasMore } = await listAccessEvents(db, c.get('caller').firmId, { before, limit });
    const nextCursor = hasMore ? String(data.at(-1)?.id) : null;
    return c.json({ data: data.map(accessEventBody), nextCursor }, 200);
  });
}

function accessEventBody({ id, at, principalId, name, ...event }: AccessEventView): AccessEventBody {
  return { ...event, id: String(id), at: at.toISOString(), actor: { id: principalId, name } };
}
