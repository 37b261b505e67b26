import { listOpenObligations } from '@makewhole/db/refunds/list-obligations';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../problems.ts';
import { obligationBody } from './obligation-body.ts';
import { listObligationsRoute } from './routes.ts';

export function serveObligations(app: App, { db }: Services): void {
  app.openapi(listObligationsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const page = await listOpenObligations(db, { ...c.req.valid('query'), firmId, now: new Date() });
    if (page === null) return problem(c, BAD_CURSOR);
    const data = page.data.map((one) => ({ ...obligationBody(one), refundId: one.refundId }));
    return c.json({ data, nextCursor: page.nextCursor }, 200);
  });
}
