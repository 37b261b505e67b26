// The real stack that a campaign runs against, as processes, with a firm of the campaign's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { connect } from '@makewhole/db/connect';
import type { FirmId } from '@makewhole/domain/ids';
import { createCheckpointSigner } from '@makewhole/runtime/audit-keys';
import { startMailCatcher } from '@makewhole/stack/mail-catcher';
import { createKeyRing } from '../support/key-ring.ts';
import { startMoodyMailServer } from '../support/moody-mail-server.ts';
import { startRunningStack, type DatabaseCopy, type PartName } from '../support/running-stack.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { COMPANY_SETTINGS, startCompany, type CompanyName } from './companies.ts';
import { openFirm } from './open-firm.ts';
import { patiently } from './patience.ts';

/** Long enough for what stood still to say what it has done. */
const ZOMBIE_MS = 1_000;
/** More than any campaign sends: each email is looked for. */
const EMAILS_MAX = 500_000;

export type CampaignWorld = Awaited<ReturnType<typeof startCampaignWorld>>;

/** Refunds settle only when a run says so; the sweep comes every two seconds. */
export async function startCampaignWorld(companyName: CompanyName = 'sandbox') {
  const disk = mountSmallDisk();
  const stack = await startRunningStack(
    { SANDBOX_SETTLE_AFTER_MS: '0', SWEEP_INTERVAL_SECONDS: '2', ...COMPANY_SETTINGS[companyName] },
    disk,
  ).catch((error: unknown) => {
    disk?.remove();
    throw error;
  });
  const { dev } = stack;
  const mailFolder = mkdtempSync(join(tmpdir(), 'makewhole-mail-'));
  const mailFile = join(mailFolder, 'mail.jsonl');
  const caught = await startMailCatcher({
    smtpPort: 0,
    pagePort: 0,
    file: mailFile,
    messagesMax: EMAILS_MAX,
  });
  const mail = await startMoodyMailServer(caught.smtpUrl);
  await stack.stopPart('worker');
  await stack.startAgain('worker', { SMTP_URL: mail.smtpUrl });
  for (const app of ['api', 'worker'] as const) stack.keepRunning(app);
  const { db, close } = connect(dev.databaseUrl);
  const connection = await Connection.connect({ address: dev.temporalAddress });
  const { company, processor, createFirm } = await startCompany(companyName, db, stack);
  const sign = createCheckpointSigner(stack.auditSigningKey);
  const ring = createKeyRing();
  let keyIds: readonly string[] = [];
  const startFirm = () => openFirm(db, { api: dev.api, company, createFirm });
  const firm = await startFirm();
  const differing = new Set<string>();
  let disturbing: Promise<unknown> = Promise.resolve();

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
    ...firm,
    dev,
    db,
    companyName,
    /** The payment company's levers, and what it really did. */
    company,
    processor,
    client: new Client({ connection, dataConverter: ring.dataConverter }),

    /** One more firm on the same stack, for what can only be said of a whole firm. */
    openFirm: startFirm,

    /** Seals the firm's audit trail as the worker does each night: one that is not signed proves nothing. */
    seal: (firmId: FirmId): Promise<boolean> => patiently(() => sealTrail(db, firmId, new Date(), sign)),

    /** Between the worker and the mail catcher. */
    mail,

    /** A reconciliation will find a difference about this payment, as it should. */
    leavesDifference: (transactionId: string): void => void differing.add(transactionId),
    isLeftDiffering: (transactionId: string): boolean => differing.has(transactionId),

    /** Every email that arrived, the newest first. */
    emails: () => caught.messages(),

    /** Takes parts of the stack apart and puts them together again; such disturbances come one after the other. */
    disturb,

    /** Kills a part and starts it again after a while, an app with these settings over its own from now on. */
    strike: (...how: Parameters<typeof restart>): Promise<void> => disturb(() => restart(...how)),

    /** The payment company itself dies, and is there again after a while as it was. */
    strikeCompany: (awayMs: number): Promise<void> =>
      disturb(() => company.beAway?.(awayMs) ?? restart('sandbox', 'kill9', awayMs)),

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
        await stack.freeze('worker', true);
        try {
          second = await stack.startBeside('worker');
          await sleep(ms);
        } finally {
          await stack.freeze('worker', false);
        }
        await sleep(ZOMBIE_MS);
        await second.stop();
      }),

    /**
     * Postgres has no room on its disk while `act` runs; where it ended because of that, it is started again. Null where
     * this machine lets nobody mount a filesystem.
     */
    whileDiskIsFull:
      disk === null
        ? null
        : (act: () => Promise<void>): Promise<void> =>
            disturb(async () => {
              disk.fill();
              try {
                await act();
              } finally {
                disk.free();
                await patiently(async () => {
                  if (stack.hasEnded('postgres')) await stack.startAgain('postgres');
                });
              }
            }),

    /** Copies what a server has on disk: a backup. */
    async backUp(server: 'postgres' | 'temporal'): Promise<DatabaseCopy> {
      await stack.stopPart(server);
      const copy = stack.copyDatabase(server);
      await stack.startAgain(server);
      return copy;
    },

    /** In the place of a backup of Temporal's database: nothing. */
    emptyTemporal: stack.emptyTemporal,

    /** A server loses its database, and a backup takes its place; `prepare` runs before anything uses it. */
    async lose(
      server: 'postgres' | 'temporal',
      copy: DatabaseCopy,
      prepare: () => Promise<void>,
    ): Promise<void> {
      await Promise.all([stack.stopPart('worker'), stack.stopPart('api')]);
      await stack.kill9(server);
      copy.restore();
      await stack.startAgain(server);
      await prepare();
      for (const app of ['api', 'worker'] as const) {
        await stack.startAgain(app);
        stack.keepRunning(app);
      }
    },

    async stop() {
      await disturbing;
      await Promise.all([connection.close(), close()]);
      await stack.stop();
      await company.stop();
      await mail.stop();
      await caught.stop();
      rmSync(mailFolder, { recursive: true });
      disk?.remove();
    },
  };
}
