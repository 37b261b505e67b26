import { listAccountings } from '@makewhole/db/trust/client-accountings';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { listAccountingsRoute } from './routes.ts';

export function addClientAccountingHandlers(app: App, { db }: Services): void {
  app.openapi(listAccountingsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, limit } = c.req.valid('query');
    if (cursor !== undefined && !isStorableText(cursor)) return problem(c, BAD_CURSOR);
    const { data, nextCursor } = await listAccountings(db, { firmId, cursor, limit });
    const accountings = data.map(({ firmId: _firmId, html: _html, through, createdAt, sentAt, ...kept }) => ({
      ...kept,
      through: through.toISOString(),
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    }));
    return c.json({ data: accountings, nextCursor }, 200);
  });
}
