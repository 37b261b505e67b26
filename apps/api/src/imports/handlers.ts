// The firm's own data, as its own system says it: single statements by PUT, and batches of them.
import type { Db } from '@makewhole/db/connect';
import type { Written } from '@makewhole/db/imports/import-row';
import { putClient } from '@makewhole/db/imports/put-client';
import { putInvoice } from '@makewhole/db/imports/put-invoice';
import { putMatter } from '@makewhole/db/imports/put-matter';
import type { ChangedBy } from '@makewhole/db/events/append-firm-event';
import { rolledBack } from '@makewhole/db/rolled-back';
import { money } from '@makewhole/domain/money';
import type { z } from 'zod';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem } from '../http/problems.ts';
import { isWritten, refusalOf, type ImportOutcome } from './refusal.ts';
import {
  putClientRoute,
  putClientsRoute,
  putInvoiceRoute,
  putInvoicesRoute,
  putMatterRoute,
  putMattersRoute,
} from './routes.ts';
import type { batchAnswerSchema, clientBody, invoiceBody, matterBody } from './schemas.ts';

type Put<Row> = (db: Db, by: ChangedBy, row: Row & Named, ifMatch: string | null) => Promise<ImportOutcome>;
type Named = { readonly externalId: string };

const putOneClient: Put<z.infer<typeof clientBody>> = (db, by, row, ifMatch) =>
  putClient(db, by, { ...row, asOf: new Date(row.asOf), ifMatch });
const putOneMatter: Put<z.infer<typeof matterBody>> = (db, by, row, ifMatch) =>
  putMatter(db, by, { ...row, asOf: new Date(row.asOf), ifMatch });
const putOneInvoice: Put<z.infer<typeof invoiceBody>> = (db, by, row, ifMatch) =>
  putInvoice(db, by, { ...row, total: money(row.total), asOf: new Date(row.asOf), ifMatch });

export function addImportHandlers(app: App, { db }: Services): void {
  app.openapi(putClientRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await putOneClient(db, changedBy(c), row, c.req.valid('header')['If-Match'] ?? null);
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putMatterRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await putOneMatter(db, changedBy(c), row, c.req.valid('header')['If-Match'] ?? null);
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putInvoiceRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await putOneInvoice(db, changedBy(c), row, c.req.valid('header')['If-Match'] ?? null);
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putClientsRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), putOneClient), 200),
  );
  app.openapi(putMattersRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), putOneMatter), 200),
  );
  app.openapi(putInvoicesRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), putOneInvoice), 200),
  );
}

/** Writes the batch, or says what would happen to it. */
function putBatch<Row extends Named>(
  db: Db,
  by: ChangedBy,
  { rows, dryRun }: { readonly rows: readonly Row[]; readonly dryRun: boolean },
  put: Put<Row>,
): Promise<z.infer<typeof batchAnswerSchema>> {
  return dryRun ? rolledBack(db, (tx) => putAll(tx, by, rows, put)) : putAll(db, by, rows, put);
}

/** One after the other, in the order of the request: a batch may have two statements of one matter. */
async function putAll<Row extends Named>(
  db: Db,
  by: ChangedBy,
  rows: readonly Row[],
  put: Put<Row>,
): Promise<z.infer<typeof batchAnswerSchema>> {
  const answers: z.infer<typeof batchAnswerSchema>['rows'] = [];
  for (const row of rows) {
    const outcome = await put(db, by, row, null);
    if (isWritten(outcome)) {
      answers.push({ ...importedBody(row, outcome), code: null, detail: null });
      continue;
    }
    const { code, detail } = refusalOf(outcome);
    answers.push({ externalId: row.externalId, status: 'refused', code, detail });
  }
  return { rows: answers };
}

function importedBody({ externalId }: Named, { kind: status }: Written) {
  return { externalId, status };
}
