import { settledBy } from '@makewhole/domain/completing-obligations';
import { OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import { countOpenObligations, listOpenObligations } from '@makewhole/db/obligations/list-obligations';
import { findOwed } from '@makewhole/db/notifications/unsent-emails';
import { asId, type ObligationId } from '@makewhole/domain/ids';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { paymentTaskBody, queuedBody } from './obligation-body.ts';
import { listObligationsRoute, completeObligationRoute } from './routes.ts';
import { addAuthorizeHandler } from './authorize.ts';
import { completeTask } from './complete.ts';

export function addObligationHandlers(app: App, services: Services): void {
  const { db } = services;
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

  addAuthorizeHandler(app, services);

  app.openapi(completeObligationRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    const completed = await completeTask(services, caller, id, c.req.valid('json'));
    const awaitsSecond = completed === 'awaits_second_person';
    if (completed !== null && !awaitsSecond) return problem(c, completed);
    const owed = await findOwed(db, caller.firmId, asId<ObligationId>(id));
    if (owed === null) throw new Error(`The obligation ${id} vanished`);
    return c.json(paymentTaskBody(owed, caller), awaitsSecond ? 202 : 200);
  });
}
