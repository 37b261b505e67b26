import { OBLIGATION_KINDS, settledBy } from '@makewhole/domain/obligations';
import { countOpenObligations, listOpenObligations } from '@makewhole/db/refunds/list-obligations';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../problems.ts';
import { queuedBody } from './obligation-body.ts';
import { listObligationsRoute } from './routes.ts';

export function serveObligations(app: App, { db }: Services): void {
  app.openapi(listObligationsRoute, async (c) => {
    const { firmId, may } = c.get('caller');
    const { kind, mine, owner, overdue, cursor, limit } = c.req.valid('query');
    const wanted = kind === undefined ? OBLIGATION_KINDS : [kind];
    const settled = mine === true ? settledBy(may) : { kinds: OBLIGATION_KINDS, exceptCauses: [] };
    const kinds = wanted.filter((one) => settled.kinds.includes(one));
    const { exceptCauses } = settled;
    const filter = { firmId, kinds, exceptCauses, owner, overdue, now: new Date() };
    const [page, count] = await Promise.all([
      listOpenObligations(db, { ...filter, cursor, limit }),
      countOpenObligations(db, filter),
    ]);
    if (page === null) return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(queuedBody), nextCursor: page.nextCursor, count }, 200);
  });
}
