// Everything that a refund needs but the API: a database, the sandbox, mail, Temporal and a worker in this process.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { inject } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connect } from '@makewhole/db/connect';
import { findRefund, type RefundView } from '@makewhole/db/refunds/refund-view';
import type { RefundRequest, RequestOutcome } from '@makewhole/db/refunds/request-refund';
import { recordCommand, type Command } from '@makewhole/db/commands/apply-command';
import { workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { createTestDatabase } from '@makewhole/db/test-database';
import type { ObligationId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { ObligationKind } from '@makewhole/domain/obligations';
import type { Work } from '@makewhole/domain/task-queues';
import { UPDATES } from '@makewhole/domain/commands';
import {
  QUERIES,
  SIGNALS,
  refundWorkflowId,
  type CommandInput,
  type CommandResult,
  type RefundWorkflowState,
} from '@makewhole/domain/contracts/refund';
import { startRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { WORKFLOW_BUNDLE } from '@makewhole/stack/apps';
import { startMailCatcher } from '@makewhole/stack/mail-catcher';
import { createActivities } from '@makewhole/worker/activities/create-activities';
import { createWorkers } from '@makewhole/worker/create-workers';
import { createMailer, type Mailer } from '@makewhole/worker/emails/mailer';
import { SANDBOX_API_KEY, startSandbox } from './sandbox-control.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm, type WantedPayment } from './small-firm.ts';
import { passTime, timeOf } from './time-skipping.ts';
import { until } from './until.ts';
import { connectedSandbox } from './connected-sandbox.ts';

const PORTAL_URL = 'http://portal.example';
export const OPERATOR_EMAIL = 'operator@makewhole.example';
export const WEBHOOK_SIGNING_KEY = 'a signing key for tests alone, of more than 32 characters';

// The SDK's word on each state of a worker, and on each try that a test lets fail on purpose, is no news.
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

export type RefundWorld = Awaited<ReturnType<typeof createRefundWorld>>;
type Servers = Awaited<ReturnType<typeof startServers>>;

type WorldOptions = {
  /** Of the firm's one matter, minor units. */
  readonly trustBalance?: number;
  /** No worker runs in this process: the test starts and kills its own (startWorkerProcess). */
  readonly workerElsewhere?: boolean;
  /** Puts something between the worker and the mail catcher at this address. @returns the address to send to */
  readonly mailThrough?: (smtpUrl: string) => Promise<string>;
  /** Sends the worker's emails; by SMTP to the mail catcher when left out. */
  readonly mailer?: Mailer;
  /** How many activities the worker runs at once of each kind of work; its defaults when left out. */
  readonly slots?: Readonly<Partial<Record<Work, number>>>;
  /** Servers of the test's own; the run's when left out. */
  readonly servers?: { readonly databaseUrl: string; readonly temporalAddress: string };
  /** How the test's own client writes payloads; plain when left out. */
  readonly dataConverter?: DataConverter;
};

/** A world with one firm. Tests that run side by side take a firm of their own each: see `anotherFirm`. */
export async function createRefundWorld(options: WorldOptions = {}) {
  const servers = await startServers(options);
  const firm = await createSmallFirm(servers.db, options.trustBalance);
  return {
    ...worldOf(servers, firm),
    /** The same servers, with a firm that no other test knows of. */
    anotherFirm: async (trustBalance?: number): Promise<FirmWorld> =>
      worldOf(servers, await createSmallFirm(servers.db, trustBalance)),
    stop: servers.stop,
  };
}

/** What tests see and do, for one firm. */
export type FirmWorld = ReturnType<typeof worldOf>;

function worldOf(servers: Servers, firm: SmallFirm) {
  const { db, client, sandbox, taskQueue } = servers;
  const handleOf = (refund: Pick<RefundView, 'id' | 'transactionId'>) =>
    client.workflow.getHandle(refundWorkflowId(refund));
  const { stop: _stop, ...seen } = servers;

  return {
    ...seen,
    firm,
    pay: (wanted: WantedPayment) => givePayment(db, sandbox, firm, wanted),

    /** What the API asks of the database for a refund. */
    ask: (transactionId: TransactionId, changes?: Partial<RefundRequest>): Promise<RequestOutcome> =>
      askRefund(db, firm, transactionId, changes),

    /** Notes a refund as the API does. */
    async request(transactionId: TransactionId, changes: Partial<RefundRequest> = {}): Promise<RefundView> {
      const outcome = await this.ask(transactionId, changes);
      if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
      return outcome.refund;
    },

    start: (refund: RefundView) => startRefundWorkflow(client, taskQueue, workflowInputOf(refund)),
    handleOf,
    state: (refund: RefundView) => handleOf(refund).query<RefundWorkflowState>(QUERIES.refundState),
    /** Waits until the workflow itself says so: it hears of what it did a moment after the database. */
    says: (refund: RefundView, what: Partial<RefundWorkflowState>): Promise<RefundWorkflowState> =>
      until(
        () => handleOf(refund).query<RefundWorkflowState>(QUERIES.refundState),
        (state) => isDeepStrictEqual({ ...state, ...what }, state),
        (state) => `the workflow says ${JSON.stringify(state)}`,
      ),
    /** What the API does with a webhook of the processor. */
    tell: (refund: RefundView) => handleOf(refund).signal(SIGNALS.processorReported),

    async find(refundId: RefundId): Promise<RefundView> {
      const found = await findRefund(db, { firmId: firm.firmId, refundId });
      if (found === null) throw new Error(`Refund ${refundId} is gone`);
      return found;
    },

    /** Waits until the refund is as the test says, and gives it. */
    async seen(refund: RefundView, what: (refund: RefundView) => boolean): Promise<RefundView> {
      return until(
        () => this.find(refund.id),
        what,
        (last) => `refund ${last.id} is ${last.status}`,
      );
    },

    /** A person's instruction about the first obligation of a kind, noted and given to the workflow as the API does it. */
    async instruct(
      refund: RefundView,
      update: keyof typeof UPDATES,
      instruction: Command & { readonly actor: PrincipalId },
      kind: ObligationKind | null,
    ): Promise<CommandResult> {
      const { obligations } = await this.find(refund.id);
      const obligation = obligations.find((one) => one.kind === kind);
      return this.instructAbout(refund, update, instruction, obligation?.id ?? null);
    },

    /** The same, about a certain obligation. */
    async instructAbout(
      refund: RefundView,
      update: keyof typeof UPDATES,
      instruction: Command & { readonly actor: PrincipalId },
      obligationId: ObligationId | null,
    ): Promise<CommandResult> {
      const instructionId = await recordCommand(db, {
        ...instruction,
        firmId: firm.firmId,
        refundId: refund.id,
      });
      return handleOf(refund).executeUpdate<CommandResult, [CommandInput]>(UPDATES[update], {
        args: [{ instructionId, obligationId }],
      });
    },

    /** Lets hours pass for the refund in a moment. */
    passHours: (refund: RefundView, hours: number) =>
      passTime(client, handleOf(refund).workflowId, hours * 3_600_000),

    /** Lets time pass for the refund until an instant and a second more. */
    async passTimeTo(refund: RefundView, to: Date | string): Promise<void> {
      const { workflowId } = handleOf(refund);
      const now = await timeOf(client, workflowId);
      const ms = new Date(to).getTime() + 1_000 - now.getTime();
      if (ms > 0) await passTime(client, workflowId, ms);
    },
  };
}

async function startServers(options: WorldOptions) {
  const { workerElsewhere = false, mailThrough, servers, slots, dataConverter = {} } = options;
  const address = servers?.temporalAddress ?? inject('temporalAddress');
  const folder = await mkdtemp(join(tmpdir(), 'makewhole-world-'));
  const database = await createTestDatabase(servers?.databaseUrl ?? inject('databaseUrl'));
  // A test looks, and meddles, as the owner; the activities do their work as in production.
  const { db, close } = connect(database.url);
  const app = connect(database.appUrl);
  const [sandbox, mail, connection, native] = await Promise.all([
    startSandbox(),
    startMailCatcher({ smtpPort: 0, pagePort: 0, file: join(folder, 'mail.jsonl') }),
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = new Client({ connection, dataConverter });
  const taskQueue = `test-${randomUUID()}`;
  const smtpUrl = mailThrough === undefined ? mail.smtpUrl : await mailThrough(mail.smtpUrl);
  const mailer = options.mailer ?? createMailer(smtpUrl, 'Makewhole <refunds@makewhole.example>');
  const processor = connectedSandbox(app.db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
  const webhooks = { signingKey: WEBHOOK_SIGNING_KEY, allowPrivate: true };
  const outside = {
    db: app.db,
    processor,
    mailer,
    portalUrl: PORTAL_URL,
    webhooks,
    operatorEmail: OPERATOR_EMAIL,
  };
  const dependencies = { ...outside, temporal: client, taskQueue };
  const stopWorker = workerElsewhere ? async () => undefined : await runWorker();

  return {
    db,
    databaseUrl: database.url,
    sandbox,
    processor,
    mail,
    client,
    taskQueue,
    stop: async () => {
      await stopWorker();
      mailer.close();
      await Promise.all([
        connection.close(),
        native.close(),
        sandbox.stop(),
        mail.stop(),
        close(),
        app.close(),
      ]);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };

  /** @returns what ends it */
  async function runWorker(): Promise<() => Promise<void>> {
    const workers = await createWorkers({
      connection: native,
      taskQueue,
      workflowBundle: { codePath: WORKFLOW_BUNDLE },
      activities: createActivities(dependencies),
      slots: { money: 50, mail: 20, webhooks: 50, ...slots },
    });
    const running = workers.run();
    return async () => {
      workers.shutdown();
      await running;
    };
  }
}
