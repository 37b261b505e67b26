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

export type Put<Row> = (
  db: Db,
  by: ChangedBy,
  row: Row & Named,
  ifMatch: string | null,
) => Promise<ImportOutcome>;
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

/** A trial holds the firm's timeline until it is rolled back, and each further row takes it longer. */
const TRIAL_ROWS = 25;

/** Writes the batch, or says what would happen to it. @param trialRows how many rows of a trial see each other */
export async function putBatch<Row extends Named>(
  db: Db,
  by: ChangedBy,
  { rows, dryRun }: { readonly rows: readonly Row[]; readonly dryRun: boolean },
  put: Put<Row>,
  trialRows = TRIAL_ROWS,
): Promise<z.infer<typeof batchAnswerSchema>> {
  if (!dryRun) return { rows: await putAll(db, by, rows, put) };
  const answers: RowAnswer[] = [];
  for (let from = 0; from < rows.length; from += trialRows) {
    const some = rows.slice(from, from + trialRows);
    answers.push(...(await rolledBack(db, (tx) => putAll(tx, by, some, put))));
  }
  return { rows: answers };
}

type RowAnswer = z.infer<typeof batchAnswerSchema>['rows'][number];

/** One after the other, in the order of the request: a batch may have two statements of one matter. */
async function putAll<Row extends Named>(
  db: Db,
  by: ChangedBy,
  rows: readonly Row[],
  put: Put<Row>,
): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (const row of rows) {
    const outcome = await put(db, by, row, null);
    if (isWritten(outcome)) {
      answers.push({ ...importedBody(row, outcome), code: null, detail: null });
      continue;
    }
    const { code, detail } = refusalOf(outcome);
    answers.push({ externalId: row.externalId, status: 'refused', code, detail });
  }
  return answers;
}

export function importedBody({ externalId }: Named, { kind: status }: Written) {
  return { externalId, status };
}
