// What the firm's own system says of its matters' trust money (ADR 54).
import { importInTurn } from '@makewhole/db/imports/import-row';
import { putTrustTransaction } from '@makewhole/db/imports/put-trust-transaction';
import { asId, type BankAccountId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { z } from 'zod';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem } from '../http/problems.ts';
import { importedBody, oneByOne, putBatch, type Put } from '../imports/handlers.ts';
import { isWritten, refusalOf } from '../imports/refusal.ts';
import { putTrustTransactionRoute, putTrustTransactionsRoute } from './routes.ts';
import type { trustTransactionStatementBody } from './schemas.ts';

const putOne: Put<z.infer<typeof trustTransactionStatementBody>> = (importing, row) => {
  const { bankAccountId, operatingAccountId, amount, ...said } = row;
  return putTrustTransaction(importing, {
    ...said,
    amount: money(amount),
    bankAccountId: asId<BankAccountId>(bankAccountId),
    operatingAccountId: operatingAccountId === null ? null : asId<BankAccountId>(operatingAccountId),
  });
};

export function addTrustTransactionImportHandlers(app: App, { db }: Services): void {
  app.openapi(putTrustTransactionRoute, async (c) => {
    const row = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await importInTurn(db, changedBy(c), (importing) => putOne(importing, row, null));
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putTrustTransactionsRoute, async (c) =>
    c.json(await putBatch(db, changedBy(c), c.req.valid('json'), oneByOne(putOne)), 200),
  );
}
