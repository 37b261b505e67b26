// Makewhole as it runs anywhere, each app a process of its own, with a database and a firm for one measure.
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { connect } from '@makewhole/db/connect';
import { createTestDatabase } from '@makewhole/db/test-database';
import type { TransactionId } from '@makewhole/domain/ids';
import { WORKFLOW_BUNDLE, startApp } from '@makewhole/stack/apps';
import { freePort } from '@makewhole/stack/ports';
import { SANDBOX_API_KEY, WEBHOOK_SECRET, startSandbox } from '../support/sandbox-control.ts';
import { createSmallFirm, givePayment } from '../support/small-firm.ts';
import type { Bench } from './bench.ts';
import { startMailSink } from './mail-sink.ts';
import { startWebhookSink } from './webhook-sink.ts';

export type Product = Awaited<ReturnType<typeof startProduct>>;

const AMOUNT = 1_250_00;
const TRUST_BALANCE = 1_000_000_00;
/** Bulk loads run long; no measure does. */
const STATEMENT_TIMEOUT_MS = 600_000;

type Options = {
  /** Without one, refunds are noted and their workflows started, and nothing takes them on. */
  readonly hasWorker: boolean;
  /**
   * Whether the payment company's webhooks arrive. It tells of a refund as soon as it has it, upon which the workflow
   * asks how it came out: a signal and a seventh activity.
   */
  readonly hearsWebhooks?: boolean;
};

export async function startProduct(bench: Bench, { hasWorker, hearsWebhooks = true }: Options) {
  const database = await createTestDatabase(await bench.databaseUrl());
  const { db, sql, close } = connect(database.url, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const temporalAddress = await bench.temporalAddress();
  const apiPort = await freePort();
  const taskQueue = `bench-${randomUUID()}`;
  const webhookSink = await startWebhookSink();
  const sandbox = await startSandbox(
    hearsWebhooks ? `http://127.0.0.1:${apiPort}/v1/processor/webhooks` : webhookSink.url,
  );
  const mail = await startMailSink();
  const connection = await Connection.connect({ address: temporalAddress });
  const outside = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE: taskQueue,
    PROCESSOR_URL: sandbox.url,
    PROCESSOR_API_KEY: SANDBOX_API_KEY,
    PROCESSOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
    PORTAL_URL: 'http://portal.example',
  };
  const api = await startApp('api', {
    ...outside,
    API_PORT: String(apiPort),
    API_URL: `http://127.0.0.1:${apiPort}`,
    AUTH_SECRET: 'a secret for the bench alone, which has more than 32 characters',
  });
  // As in production, its defaults: the worker of the tests sweeps every second, which is work beside the refunds.
  const worker = hasWorker
    ? await startApp('worker', {
        ...outside,
        SMTP_URL: mail.smtpUrl,
        MAIL_FROM: 'Makewhole <refunds@makewhole.example>',
        WORKFLOW_BUNDLE,
      })
    : undefined;
  const firm = await createSmallFirm(db, TRUST_BALANCE);
  const principalId = await createPrincipal(db, { firmId: firm.firmId, kind: 'api_client', name: 'Bench' });
  const { key } = await createApiKey(db, {
    firmId: firm.firmId,
    principalId,
    scopes: ['read', 'refund', 'trust'],
  });

  return {
    databaseUrl: database.url,
    temporalAddress,
    taskQueue,
    sandboxUrl: sandbox.url,
    smtpUrl: mail.smtpUrl,
    db,
    sql,
    firm,
    sandbox,
    key,
    apiPid: api.pid,
    url: `http://127.0.0.1:${apiPort}`,
    client: new Client({ connection }),
    /** A settled payment, of an invoice or of trust money. */
    pay: (of: 'invoice' | 'trust' = 'invoice'): Promise<TransactionId> =>
      givePayment(db, sandbox, firm, { parts: [{ of, amount: AMOUNT }] }),
    async stop() {
      await worker?.stop();
      await api.stop();
      await sandbox.stop();
      await Promise.all([webhookSink.stop(), mail.stop(), connection.close(), close()]);
      await database.drop();
    },
  };
}
