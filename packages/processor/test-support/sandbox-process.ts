// Runs the real sandbox payment processor in its own process: the adapter is tested against nothing less.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { afterAll } from 'vitest';
import { z } from 'zod';

export const ACCOUNT = 'acct_test';
export const API_KEY = 'test-key';
export const WEBHOOK_SECRET = 'whsec_cHJvY2Vzc29yLXRlc3Qta2V5';

export type SandboxProcess = {
  readonly url: string;
  /** Pulls a lever under /control; the sandbox's own tests cover the answers. */
  readonly control: (step: string, body: object) => Promise<void>;
  /** Adds a settled card sale of 125.00 USD, with the test's overrides. */
  readonly addPayment: (differently?: Readonly<Record<string, unknown>>) => Promise<TransactionId>;
  readonly refundsOf: (transactionId: TransactionId) => Promise<readonly unknown[]>;
  /** Whether every webhook about a payment has arrived. */
  readonly isAllTold: (transactionId: TransactionId) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

/** So that a test that fails before it stops its process leaves none behind. (A test worker has no `exit` event.) */
const alive = new Set<ChildProcess>();
const folder = mkdtempSync(join(tmpdir(), 'processor-test-'));
afterAll(() => {
  for (const child of alive) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const readyLine = z.object({ msg: z.literal('ready'), url: z.string() });

export async function startSandbox(
  webhookUrl = 'http://127.0.0.1:9/nobody-listens',
  mode: 'keyed' | 'keyless' = 'keyed',
): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../apps/sandbox/src/main.ts')], {
    env: {
      SANDBOX_PORT: '0',
      SANDBOX_DB: join(folder, `${randomUUID()}.db`),
      SANDBOX_API_KEY: API_KEY,
      SANDBOX_WEBHOOK_URL: webhookUrl,
      SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_SETTLE_AFTER_MS: '0',
      SANDBOX_MODE: mode,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  alive.add(child);
  const ended = once(child, 'close').then(() => alive.delete(child));
  const ready = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { data } = readyLine.safeParse(JSON.parse(line));
    if (data !== undefined) ready.resolve(data.url);
  });
  void ended.then(() => ready.reject(new Error('the sandbox ended before it was ready')));
  const url = await ready.promise;

  const control = async (step: string, body: object) => {
    const response = await fetch(`${url}/control/${step}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`/control/${step}: ${await response.text()}`);
  };
  return {
    url,
    control,
    addPayment: async (differently = {}) => {
      const payment = { ...SAMPLE_PAYMENT, id: `txn_${randomUUID()}`, ...differently };
      await control('payments', { payments: [payment] });
      return asId<TransactionId>(payment.id);
    },
    refundsOf: async (transactionId) => {
      const query = `transactionId=${encodeURIComponent(transactionId)}`;
      return z.array(z.unknown()).parse(await (await fetch(`${url}/control/refunds?${query}`)).json());
    },
    isAllTold: async (transactionId) => {
      const query = `transactionId=${encodeURIComponent(transactionId)}`;
      const told: unknown = await (await fetch(`${url}/control/webhooks?${query}`)).json();
      return z
        .array(z.object({ state: z.string() }))
        .parse(told)
        .every(({ state }) => state === 'delivered');
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const SAMPLE_PAYMENT = {
  account: ACCOUNT,
  type: 'sale',
  amount: 12_500,
  currency: 'USD',
  method: 'card',
  last4: '4242',
  payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
  matterNumber: 'M-1001',
  createdAt: '2026-03-02T15:00:00.000Z',
  capturedAt: '2026-03-02T15:00:00.000Z',
  settledAt: '2026-03-03T15:00:00.000Z',
  items: [
    { description: 'Invoice 17', invoiceNumber: '17', account: 'operating', amount: 10_000 },
    { description: 'Retainer', invoiceNumber: null, account: 'trust', amount: 2_500 },
  ],
};
