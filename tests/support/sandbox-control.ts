// The sandbox payment company as a process of its own, and what tests ask of its /control surface.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '@makewhole/stack/apps';

export const SANDBOX_API_KEY = 'sk_test_sandbox';
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret for tests only, 32 byte').toString('base64')}`;

/** A refund as the sandbox really has it. */
export type SandboxRefund = {
  readonly id: string;
  readonly transactionId: string;
  readonly amount: number;
  readonly status: string;
  readonly idempotencyKey: string;
  readonly reference: string;
};

export type SandboxControl = Awaited<ReturnType<typeof startSandbox>>;

/** Starts a sandbox that settles only when it is told to. @param webhookUrl where it reports to; nowhere without it */
export async function startSandbox(
  webhookUrl = 'http://127.0.0.1:9/nowhere',
  mode: 'keyed' | 'keyless' = 'keyed',
) {
  const folder = await mkdtemp(join(tmpdir(), 'makewhole-sandbox-'));
  const app = await startApp('sandbox', {
    SANDBOX_PORT: '0',
    SANDBOX_DB: join(folder, 'sandbox.db'),
    SANDBOX_API_KEY,
    SANDBOX_WEBHOOK_URL: webhookUrl,
    SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SANDBOX_SETTLE_AFTER_MS: '0',
    SANDBOX_MODE: mode,
  });
  const { url } = app;
  if (url === undefined) throw new Error('The sandbox did not say where it listens');
  return {
    ...controlSandbox(url),
    async stop() {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The /control surface of a sandbox that runs already. */
export function controlSandbox(url: string) {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${text}`);
    return JSON.parse(text);
  };
  return {
    url,
    post,
    /** What it really did for a payment. */
    async refunds(transactionId: string): Promise<SandboxRefund[]> {
      const answer = await fetch(`${url}/control/refunds?transactionId=${encodeURIComponent(transactionId)}`);
      // The shape is the sandbox's contract in docs/architecture; its own tests hold it.
      return (await answer.json()) as SandboxRefund[];
    },
    settle: (transactionId: string) => post('/control/settle', { transactionId }),
    fail: (transactionId: string) => post('/control/fail', { transactionId }),
    /** The refund's credit comes back from the client's bank. */
    returnRefund: (transactionId: string) => post('/control/return', { transactionId, target: 'refund' }),
    arm: (fault: Readonly<Record<string, unknown>>) => post('/control/faults', fault),
    /** Takes back every fault that is armed, whatever it was to strike. */
    async disarm(): Promise<void> {
      await fetch(`${url}/control/faults`, { method: 'DELETE' });
    },
    /** The faults that have not struck as often as they should. */
    async armed(): Promise<{ readonly kind: string; readonly reference?: string }[]> {
      const answer = await fetch(`${url}/control/faults`);
      return (await answer.json()) as { readonly kind: string; readonly reference?: string }[]; // its own tests hold it
    },
  };
}
