import { listColleagues } from '@makewhole/db/users/list-colleagues';
import { assignObligation } from '@makewhole/db/work/assign-obligation';
import { snoozeObligation } from '@makewhole/db/work/snooze-obligation';
import { asId, type ObligationId, type PrincipalId } from '@makewhole/domain/ids';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { assignObligationRoute, listColleaguesRoute, snoozeObligationRoute } from './sharing-routes.ts';

export function addSharingHandlers(app: App, { db }: Services): void {
  app.openapi(assignObligationRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const obligationId = asId<ObligationId>(c.req.valid('param').id);
    const asked = c.req.valid('json').assigneeId;
    const assigneeId = asked === null ? null : asId<PrincipalId>(asked);
    const outcome = await assignObligation(
      db,
      { firmId, obligationId, assigneeId },
      { actor, at: new Date() },
    );
    if (outcome.kind === 'no_such_person') return problem(c, NO_SUCH_PERSON);
    if (outcome.kind !== 'assigned') return problem(c, NOT_OPEN[outcome.kind]);
    return c.json({ obligationId, assignee: outcome.assignee }, 200);
  });

  app.openapi(snoozeObligationRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const obligationId = asId<ObligationId>(c.req.valid('param').id);
    const { until } = c.req.valid('json');
    const outcome = await snoozeObligation(db, { firmId, obligationId, until }, { actor, at: new Date() });
    if (outcome.kind === 'refused') return problem(c, { code: 'not_snoozable', detail: outcome.fault });
    if (outcome.kind !== 'snoozed') return problem(c, NOT_OPEN[outcome.kind]);
    return c.json({ obligationId, snoozedUntil: outcome.until }, 200);
  });

  app.openapi(listColleaguesRoute, async (c) => {
    return c.json({ data: await listColleagues(db, c.get('caller').firmId) }, 200);
  });
}

const NO_SUCH_PERSON: Refusal = {
  code: 'user_not_found',
  detail: 'Your firm has nobody with this ID who shares its work. GET /v1/colleagues lists who does.',
};

const NOT_OPEN: Record<'not_found' | 'not_open', Refusal> = {
  not_found: {
    code: 'no_such_obligation',
    detail: 'Your firm has no task with this ID. GET /v1/obligations lists the open ones.',
  },
  not_open: { code: 'not_owed', detail: 'This task is done, or no longer needed. Nothing was changed.' },
};
