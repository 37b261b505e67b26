// The firm's own data, as its own system says it: single statements by PUT, and batches of them.
import type { Db } from '@makewhole/db/connect';
import { importInTurn, type Importing, type Written } from '@makewhole/db/imports/import-row';
import { putClient } from '@makewhole/db/imports/put-client';
import { putInvoice } from '@makewhole/db/imports/put-invoice';
import { putMatter } from '@makewhole/db/imports/put-matter';
import { putMatters } from '@makewhole/db/imports/put-matters';
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
  importing: Importing,
  row: Row & Named,
  ifMatch: string | null,
) => Promise<ImportOutcome>;
type Named = { readonly externalId: string };

const putOneClient: Put<z.infer<typeof clientBody>> = (importing, row, ifMatch) =>
  putClient(importing, { ...row, asOf: new Date(row.asOf), ifMatch });
const putOneMatter: Put<z.infer<typeof matterBody>> = (importing, row, ifMatch) =>
  putMatter(importing, { ...row, asOf: new Date(row.asOf), ifMatch });
const putOneInvoice: Put<z.infer<typeof invoiceBody>> = (importing, row, ifMatch) =>
  putInvoice(importing, { ...row, total: money(row.total), asOf: new Date(row.asOf), ifMatch });

export function addImportHandlers(app: App, { db }: Services): void {
  app.openapi(putClientRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const ifMatch = c.req.valid('header')['If-Match'] ?? null;
    const outcome = await importInTurn(db, changedBy(c), (importing) =>
      putOneClient(importing, row, ifMatch),
    );
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putMatterRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const ifMatch = c.req.valid('header')['If-Match'] ?? null;
    const outcome = await importInTurn(db, changedBy(c), (importing) =>
      putOneMatter(importing, row, ifMatch),
    );
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putInvoiceRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const ifMatch = c.req.valid('header')['If-Match'] ?? null;
    const outcome = await importInTurn(db, changedBy(c), (importing) =>
      putOneInvoice(importing, row, ifMatch),
    );
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putClientsRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), oneByOne(putOneClient)), 200),
  );
  app.openapi(putMattersRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), putSomeMatters), 200),
  );
  app.openapi(putInvoicesRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), oneByOne(putOneInvoice)), 200),
  );
}

/** Rows that are written together. @returns what became of each */
type PutSome<Row> = (
  importing: Importing,
  rows: readonly (Row & Named)[],
) => Promise<readonly ImportOutcome[]>;

const putSomeMatters: PutSome<z.infer<typeof matterBody>> = (importing, rows) =>
  putMatters(
    importing,
    rows.map((row) => ({ ...row, asOf: new Date(row.asOf) })),
  );

/** In the order of the request: a batch may have two statements of one row. */
export function oneByOne<Row>(put: Put<Row>): PutSome<Row> {
  return async (importing, rows) => {
    const outcomes: ImportOutcome[] = [];
    for (const row of rows) outcomes.push(await put(importing, row, null));
    return outcomes;
  };
}

/** A transaction holds the payments that it links and, if it is a trial, all that it wrote until it is rolled back. */
const ROWS_AT_ONCE = 25;

/** Writes the batch, or says what would happen to it. @param rowsAtOnce how many are written in one transaction */
export async function putBatch<Row extends Named>(
  db: Db,
  by: ChangedBy,
  { rows, dryRun }: { readonly rows: readonly Row[]; readonly dryRun: boolean },
  put: PutSome<Row>,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<z.infer<typeof batchAnswerSchema>> {
  const answers: RowAnswer[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    const putThem = (tx: Db) => importInTurn(tx, by, (importing) => put(importing, some));
    const outcomes = await (dryRun ? rolledBack(db, putThem) : putThem(db));
    answers.push(...some.flatMap((row, at) => answerOf(row, outcomes[at])));
  }
  return { rows: answers };
}

type RowAnswer = z.infer<typeof batchAnswerSchema>['rows'][number];

function answerOf(row: Named, outcome: ImportOutcome | undefined): RowAnswer[] {
  if (outcome === undefined) return [];
  if (isWritten(outcome)) return [{ ...importedBody(row, outcome), code: null, detail: null }];
  const { code, detail } = refusalOf(outcome);
  return [{ externalId: row.externalId, status: 'refused', code, detail }];
}

export function importedBody({ externalId }: Named, { kind: status }: Written) {
  return { externalId, status };
}
