import { findAccountMap, type AccountMap } from '@makewhole/db/journal/find-account-map';
import { putAccountMap } from '@makewhole/db/journal/put-account-map';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { getAccountMapRoute, putAccountMapRoute } from './account-map-routes.ts';

export function addAccountMapHandlers(app: App, { db }: Services): void {
  app.openapi(getAccountMapRoute, async (c) =>
    c.json(bodyOf(await findAccountMap(db, c.get('caller').firmId)), 200),
  );

  app.openapi(putAccountMapRoute, async (c) =>
    c.json(bodyOf(await putAccountMap(db, changedBy(c), c.req.valid('json'))), 200),
  );
}

function bodyOf({ basis, accounts }: AccountMap) {
  return { basis, accounts: [...accounts] };
}
