import { findFirm } from '@makewhole/db/access/find-firm';
import { ACTIONS } from '@makewhole/domain/roles';
import type { App, Services } from '../context.ts';
import { AUTH_PATH, CLIENT_ADDRESS_HEADER } from './better-auth.ts';
import { clientAddressOf } from './client-address.ts';
import { getMeRoute } from './routes.ts';

/** Of all that better-auth can do, what the portal uses. */
const SIGN_IN_ROUTES = [
  { method: 'POST', path: '/sign-in/email' },
  { method: 'POST', path: '/sign-out' },
  { method: 'GET', path: '/get-session' },
] as const;

export function serveAuth(app: App, { db, auth }: Services): void {
  for (const { method, path } of SIGN_IN_ROUTES) {
    app.on(method, AUTH_PATH + path, (c) => {
      const headers = new Headers(c.req.raw.headers);
      headers.set(CLIENT_ADDRESS_HEADER, clientAddressOf(c.env.incoming));
      return auth.handler(new Request(c.req.raw, { headers }));
    });
  }

  app.openapi(getMeRoute, async (c) => {
    const { firmId, principalId, kind, name, email, role, scopes, may } = c.get('caller');
    const firm = await findFirm(db, { firmId });
    return c.json(
      {
        principal: { id: principalId, kind, name, email },
        firm: { name: firm.name, timeZone: firm.timeZone },
        role,
        scopes: scopes === null ? null : [...scopes],
        actions: ACTIONS.filter(may),
      },
      200,
    );
  });
}
