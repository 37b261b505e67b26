import { findFirm } from '@makewhole/db/firms/find-firm';
import { ACTIONS } from '@makewhole/domain/roles';
import type { App, Caller, Services } from '../context.ts';
import { refuseAnyQuery, refuseUnclearJson } from '../http/strict-requests.ts';
import { BUSY, problem } from '../http/problems.ts';
import { AUTH_PATH } from './better-auth.ts';
import { EXPOSED_ROUTES } from './exposed-routes.ts';
import { forward } from './forward.ts';
import { getMeRoute } from './routes.ts';
import { steppedUpUntil } from './step-up.ts';

export function addAuthHandlers(app: App, services: Services): void {
  for (const route of EXPOSED_ROUTES) {
    const path = AUTH_PATH + route.path;
    app.on(route.method, path, refuseAnyQuery);
    if (route.method === 'POST') app.on(route.method, path, refuseUnclearJson);
    app.on(route.method, path, async (c) => {
      const answering = route.hashes
        ? services.hashing.run(() => forward(services, route, c))
        : forward(services, route, c);
      return answering === null ? problem(c, BUSY) : answering;
    });
  }

  app.openapi(getMeRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId, principalId, kind, name, email, role, scopes, may } = caller;
    const firm = await findFirm(services.db, { firmId });
    return c.json(
      {
        principal: { id: principalId, kind, name, email },
        firm: { name: firm.name, timeZone: firm.timeZone },
        role,
        scopes: scopes === null ? null : [...scopes],
        actions: ACTIONS.filter(may),
        session: sessionBody(caller),
      },
      200,
    );
  });
}

function sessionBody(caller: Caller) {
  if (caller.kind !== 'user') return null;
  const { session, secondFactor } = caller;
  return {
    endsAt: session.endsAt.toISOString(),
    idleEndsAt: session.idleEndsAt.toISOString(),
    steppedUpUntil: steppedUpUntil(session)?.toISOString() ?? null,
    secondFactor: { isOn: secondFactor.isOn, isRequired: secondFactor.isRequired },
  };
}
