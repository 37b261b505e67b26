import {
  findAccounting,
  listAccountings,
  type ClientAccounting,
} from '@makewhole/db/trust/client-accountings';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { listAccountingsRoute, readAccountingRoute } from './routes.ts';
import type { ClientAccountingBody } from './schemas.ts';

export function addClientAccountingHandlers(app: App, { db }: Services): void {
  app.openapi(listAccountingsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, limit } = c.req.valid('query');
    if (cursor !== undefined && !isStorableText(cursor)) return problem(c, BAD_CURSOR);
    const { data, nextCursor } = await listAccountings(db, { firmId, cursor, limit });
    return c.json({ data: data.map(accountingBody), nextCursor }, 200);
  });

  app.openapi(readAccountingRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id } = c.req.valid('param');
    const found = isStorableText(id) ? await findAccounting(db, { firmId, id }) : null;
    return found === null ? problem(c, ACCOUNTING_NOT_FOUND) : c.json(accountingBody(found), 200);
  });
}

const ACCOUNTING_NOT_FOUND = {
  code: 'accounting_not_found',
  detail: 'Your firm has no such accounting. GET /v1/client-accountings lists them.',
} as const;

function accountingBody({
  through,
  createdAt,
  sentAt,
  ...accounting
}: ClientAccounting): ClientAccountingBody {
  const { firmId: _firmId, html: _html, ...kept } = accounting;
  return {
    ...kept,
    through: through.toISOString(),
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
