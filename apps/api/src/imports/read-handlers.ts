import { findClient, listClients } from '@makewhole/db/imports/list-clients';
import { findInvoiceStatement, listInvoices } from '@makewhole/db/imports/list-invoices';
import { findMatterStatement, listMatters, type StandingMatter } from '@makewhole/db/imports/list-matters';
import type { Standing } from '@makewhole/db/imports/standing-page';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import {
  getClientRoute,
  getInvoiceRoute,
  getMatterRoute,
  listClientsRoute,
  listInvoicesRoute,
  listMattersRoute,
} from './read-routes.ts';

export function addImportReadHandlers(app: App, { db }: Services): void {
  app.openapi(getClientRoute, async (c) => {
    const { firmId } = c.get('caller');
    const found = await findClient(db, { firmId, ...c.req.valid('param') });
    if (found === null) return problem(c, notHere('client_not_found', 'client'));
    return c.json(bodyOf(found), 200, { ETag: found.etag });
  });

  app.openapi(getMatterRoute, async (c) => {
    const { firmId } = c.get('caller');
    const found = await findMatterStatement(db, { firmId, ...c.req.valid('param') });
    if (found === null) return problem(c, notHere('matter_not_found', 'matter'));
    return c.json(matterBody(found), 200, { ETag: found.etag });
  });

  app.openapi(getInvoiceRoute, async (c) => {
    const { firmId } = c.get('caller');
    const found = await findInvoiceStatement(db, { firmId, ...c.req.valid('param') });
    if (found === null) return problem(c, notHere('invoice_not_found', 'invoice'));
    return c.json(bodyOf(found), 200, { ETag: found.etag });
  });

  app.openapi(listClientsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const page = await listClients(db, { firmId, ...c.req.valid('query') });
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(bodyOf), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(listMattersRoute, async (c) => {
    const { firmId } = c.get('caller');
    const page = await listMatters(db, { firmId, ...c.req.valid('query') });
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(matterBody), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(listInvoicesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const page = await listInvoices(db, { firmId, ...c.req.valid('query') });
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(bodyOf), nextCursor: page.nextCursor }, 200);
  });
}

function bodyOf<View extends Standing>({ asOf, ...view }: View) {
  return { ...view, asOf: asOf?.toISOString() ?? null };
}

function matterBody({ client, users, ...view }: StandingMatter) {
  const named = { ...client, externalId: client.externalId || null };
  return { ...bodyOf(view), client: named, users: [...users] };
}

function notHere(code: Refusal['code'], what: string): Refusal {
  return { code, detail: `Your firm has no ${what} with exactly this externalId.` };
}
