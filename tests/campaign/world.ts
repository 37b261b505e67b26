// The real stack that a campaign runs against, as processes, with a firm of the campaign's own.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createApiKey } from '@makewhole/db/access/create-api-key';
import { createPrincipal } from '@makewhole/db/access/create-principal';
import { connect } from '@makewhole/db/connect';
import { SCOPES } from '@makewhole/domain/roles';
import type { TransactionId } from '@makewhole/domain/ids';
import { createSandboxProcessor } from '@makewhole/processor/sandbox-adapter';
import { call, type Answer, type Call, type Schemas } from '../integration/api/call.ts';
import { createKeyRing } from '../support/key-ring.ts';
import { startMoodyMailServer } from '../support/moody-mail-server.ts';
import { startRunningStack, type PartName } from '../support/running-stack.ts';
import { controlSandbox } from '../support/sandbox-control.ts';
import { createSmallFirm, givePayment, type WantedPayment } from '../support/small-firm.ts';
import { patiently } from './patience.ts';

/** More than all trust refunds of a campaign take out. */
const TRUST_BALANCE = 900_000_000_00;

/** Long enough for what stood still to say what it has done. */
const ZOMBIE_MS = 1_000;

export type CampaignWorld = Awaited<ReturnType<typeof startCampaignWorld>>;
export type Refund = Schemas['Refund'];

/** Refunds settle only when a run says so; the sweep comes every two seconds. */
export async function startCampaignWorld() {
  const stack = await startRunningStack({ SANDBOX_SETTLE_AFTER_MS: '0', SWEEP_INTERVAL_SECONDS: '2' });
  const { dev } = stack;
  const mail = await startMoodyMailServer(stack.smtpUrl);
  await stack.stopPart('worker');
  await stack.startAgain('worker', { SMTP_URL: mail.smtpUrl });
  for (const app of ['api', 'worker'] as const) stack.keepRunning(app);
  const { db, close } = connect(dev.databaseUrl);
  const connection = await Connection.connect({ address: dev.temporalAddress });
  const firm = await createSmallFirm(db, TRUST_BALANCE);
  const { firmId } = firm;
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Fault campaign' });
  const { key } = await createApiKey(db, { firmId, principalId, scopes: SCOPES });
  const sandbox = controlSandbox(dev.sandbox);
  const ring = createKeyRing();
  let keyIds: readonly string[] = [];
  let disturbing: Promise<unknown> = Promise.resolve();

  const ask = <Body = Refund>(what: string, options: Call = {}): Promise<Answer<Body>> =>
    patiently(async () => {
      const answer = await call<Body>(dev.api, what, { key, ...options });
      // It says itself that it may be asked again: some part of it is away.
      if (answer.status >= 500) throw new Error(`${what}: ${answer.text}`);
      return answer;
    });

  const disturb = (act: () => Promise<void>): Promise<void> => {
    const turn = disturbing.then(act);
    disturbing = turn.catch(() => undefined);
    return turn;
  };

  const restart = async (
    part: PartName,
    how: 'kill9' | 'stopPart',
    awayMs: number,
    settings: NodeJS.ProcessEnv = {},
  ): Promise<void> => {
    await stack[how](part);
    await sleep(awayMs);
    await stack.startAgain(part, settings);
    if (part === 'api' || part === 'worker') stack.keepRunning(part);
  };

  const newKey = () => {
    const before = keyIds;
    const next = `k${before.length + 1}`;
    keyIds = [next, ...before];
    ring.encryptWith(next);
    return { before, next };
  };

  const giveKeys = (app: 'api' | 'worker', ids: readonly string[]) =>
    restart(app, 'stopPart', 0, { TEMPORAL_PAYLOAD_KEYS: ring.settingOf(ids) });

  return {
    dev,
    db,
    firm,
    sandbox,
    processor: createSandboxProcessor({ url: dev.sandbox, apiKey: stack.processorApiKey }),
    ask,
    apiKey: key,
    client: new Client({ connection, dataConverter: ring.dataConverter }),
    pay: (wanted: WantedPayment): Promise<TransactionId> =>
      patiently(() => givePayment(db, sandbox, firm, wanted)),
    find: async (refundId: string): Promise<Refund> => (await ask(`GET /v1/refunds/${refundId}`)).body,

    /** Between the worker and the mail catcher. */
    mail,

    /** Takes parts of the stack apart and puts them together again; such disturbances come one after the other. */
    disturb,

    /** Kills a part and starts it again after a while, an app with these settings over its own from now on. */
    strike: (...how: Parameters<typeof restart>): Promise<void> => disturb(() => restart(...how)),

    /**
     * Encrypts with a new key from now on, which every process can read before any writes it (docs/operations.md).
     * Earlier keys stay: refunds of other runs have them in their histories.
     */
    rotateKey: (): Promise<void> =>
      disturb(async () => {
        const { before, next } = newKey();
        for (const order of [[...before, next], keyIds]) {
          for (const app of ['worker', 'api'] as const) await giveKeys(app, order);
        }
      }),

    /** The API encrypts with a new key, which the worker gets only when this is done. */
    async whileWorkerLacksKey<Result>(act: () => Promise<Result>): Promise<Result> {
      const { promise, resolve } = Promise.withResolvers<Result>();
      await disturb(async () => {
        newKey();
        await giveKeys('api', keyIds);
        try {
          resolve(await act());
        } finally {
          await giveKeys('worker', keyIds);
        }
      });
      return promise;
    },

    /** The worker stands still for a while, and another one works on; then it goes on where it stood. */
    freezeWorker: (ms: number): Promise<void> =>
      disturb(async () => {
        let second: Awaited<ReturnType<typeof stack.startBeside>>;
        stack.freeze('worker', true);
        try {
          second = await stack.startBeside('worker');
          await sleep(ms);
        } finally {
          stack.freeze('worker', false);
        }
        await sleep(ZOMBIE_MS);
        await second.stop();
      }),

    async stop() {
      await disturbing;
      await Promise.all([connection.close(), close()]);
      await stack.stop();
      await mail.stop();
    },
  };
}
