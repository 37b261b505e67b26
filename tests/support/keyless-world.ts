// A firm whose payment company only notifies: a sandbox without keys, whose webhooks reach the API through a relay that a
// test can hold up, and that delivers each one twice.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { startApi } from '@makewhole/api/start-api';
import { addConnection } from '@makewhole/db/firms/change-connection';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { asId, type ConnectionId, type TransactionId } from '@makewhole/domain/ids';
import { sealCredentials } from '@makewhole/runtime/credentials';
import { createLogger } from '@makewhole/runtime/logger';
import { apiSettings } from '../integration/api/api-world.ts';
import type { RefundWorld } from './refund-world.ts';
import { SANDBOX_API_KEY, WEBHOOK_SECRET, startSandbox } from './sandbox-control.ts';
import { CREDENTIAL_KEYS } from './stripe-connection.ts';
import { until } from './until.ts';

const ACCOUNT = 'acct_heard';
const DAY_MS = 86_400_000;

export type KeylessWorld = Awaited<ReturnType<typeof startKeylessWorld>>;

export async function startKeylessWorld(world: RefundWorld) {
  const relay = await startRelay();
  const [api, sandbox] = await Promise.all([
    startApi(
      apiSettings({
        DATABASE_URL: world.databaseUrl,
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        TASK_QUEUE: world.taskQueue,
        CREDENTIAL_KEYS,
        MAKEWHOLE_ALLOW_PROCESSOR_URL: true,
      }),
      createLogger('api', 'silent'),
    ),
    startSandbox(relay.url, 'keyless'),
  ]);
  const connectionId = await connectKeyless(world, sandbox.url);
  relay.to(`${api.url}/v1/processor/webhooks/${connectionId}`);
  return {
    sandbox,
    relay,
    connectionId,
    /** A payment that the company reported, and that is in the books. */
    async pay(amount = 125_00): Promise<TransactionId> {
      const transactionId = asId<TransactionId>(`txn_${randomUUID()}`);
      const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString();
      const item = { description: 'Legal services', invoiceNumber: null, account: 'operating', amount };
      const payment = {
        ...{ id: transactionId, account: ACCOUNT, type: 'sale', amount, currency: 'USD', method: 'card' },
        ...{ last4: '4242', payer: { name: 'Dana Whitfield', email: 'dana@example.com' } },
        ...{ matterNumber: '2026-014', createdAt: at(30), capturedAt: at(30), settledAt: at(28) },
        items: [item],
      };
      await sandbox.post('/control/payments', { payments: [payment] });
      await until(
        () => findPayment(world.db, { firmId: world.firm.firmId, transactionId }),
        (found) => found?.inTheBooks === true,
        (found) => `the payment is ${found === null ? 'not there' : found.status}`,
      );
      return transactionId;
    },
    async stop() {
      await api.stop();
      await Promise.all([sandbox.stop(), relay.stop()]);
    },
  };
}

async function connectKeyless({ db, firm }: RefundWorld, url: string): Promise<ConnectionId> {
  const content = { url, apiKey: SANDBOX_API_KEY, account: ACCOUNT, webhookSecrets: [WEBHOOK_SECRET] };
  const at = new Date();
  const operating = { card: 'operating', ach: 'operating' } as const;
  const added = await addConnection(
    db,
    { firmId: firm.firmId, principalId: firm.people.owner, at },
    {
      ...({ kind: 'sandbox_keyless', label: 'Heard of', mode: 'test', account: ACCOUNT } as const),
      ...({ settles: 'gross', paysOutTo: 'mixed' } as const),
      rules: { lossesDebit: operating, drawsOn: operating },
      report: { checkedAt: at.toISOString(), mode: 'test', permissions: [], problems: [] },
    },
    { seal: (of) => sealCredentials(CREDENTIAL_KEYS, of, content), hint: SANDBOX_API_KEY.slice(-4) },
  );
  if (added.kind !== 'added') throw new Error(`The connection is ${added.kind}`);
  return added.connection.id;
}

type Caught = { readonly headers: IncomingHttpHeaders; readonly body: string };

async function startRelay() {
  let target: string | null = null;
  const held = new Map<string, Caught[]>();
  const forward = async ({ headers, body }: Caught): Promise<void> => {
    if (target === null) throw new Error('The relay does not know where to');
    const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-type'];
    const kept = signed.map((name): [string, string] => [name, String(headers[name])]);
    for (let nth = 0; nth < 2; nth += 1) {
      const answer = await fetch(target, { method: 'POST', headers: kept, body });
      if (!answer.ok)
        throw new Error(`The API answered ${answer.status} to a webhook: ${await answer.text()}`);
    }
  };
  const server = createServer((request, response) => {
    void text(request)
      .then(async (body) => {
        const caught = { headers: request.headers, body };
        const holding = [...held].find(([transactionId]) => body.includes(transactionId));
        if (holding === undefined) await forward(caught);
        else holding[1].push(caught);
        response.writeHead(200).end();
      })
      .catch(() => response.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listens on a port, no pipe
  return {
    url: `http://127.0.0.1:${port}/hook`,
    to: (url: string) => {
      target = url;
    },
    /** Nothing about the payment gets through any more. */
    hold: (transactionId: string) => held.set(transactionId, []),
    /** What was held arrives, the newest first, and so does what comes later. */
    release: async (transactionId: string) => {
      const waiting = held.get(transactionId) ?? [];
      held.delete(transactionId);
      for (const caught of waiting.toReversed()) await forward(caught);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
