// docs/examples/practice-management.mjs as it stands: what a firm has comes in, and what Makewhole tells back is booked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { startApi } from '@makewhole/api/start-api';
import { connect, type Connection } from '@makewhole/db/connect';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { invoices, matterUsers, matters } from '@makewhole/db/schema/matters';
import { webhookDeliveries } from '@makewhole/db/schema/webhooks';
import { replayDelivery } from '@makewhole/db/webhooks/deliveries';
import { addEndpoint } from '@makewhole/db/webhooks/endpoints';
import type { ObligationKind } from '@makewhole/domain/obligations';
import type { Command } from '@makewhole/db/commands/apply-command';
import { createLogger } from '@makewhole/runtime/logger';
import { webhookSecret } from '@makewhole/runtime/webhook-secret';
import { freePort } from '@makewhole/stack/ports';
import { startDeliveriesAsTheyCome } from '@makewhole/worker/start-deliveries';
import { apiSettings, giveKey } from '../integration/api/api-world.ts';
import { acceptByStores, payOut, viewOf, type WalkedRefund } from '../integration/refunds/walk-by-stores.ts';
import { startPracticeManagement, type PmsBooking } from '../support/practice-management.ts';
import { WEBHOOK_SIGNING_KEY, createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { bringTrust, byOwner } from '../support/small-firm.ts';
import { signed } from '../support/standard-webhook.ts';
import { firmsToday } from '../support/today.ts';
import { until } from '../support/until.ts';

const EXAMPLE = fileURLToPath(new URL('../../docs/examples/practice-management.mjs', import.meta.url));
const TODAY = firmsToday();
const RECORDS = {
  clients: [{ externalId: 'c-20', name: 'Rosa Lind', email: 'rosa@example.com' }],
  matters: [
    {
      ...{ externalId: 'm-20', number: '2026-020', name: 'Lind lease' },
      client: { externalId: 'c-20', name: 'Rosa Lind' },
      users: [{ name: 'Nora Adler', email: 'nora@adler.example' }],
    },
  ],
  invoices: [
    {
      ...{ externalId: 'i-9', number: 'INV-9', matterExternalId: 'm-20' },
      ...{ total: 640_00, issuedOn: '2026-06-01' },
    },
  ],
};

let world: RefundWorld;
let connection: Connection;
let api: Awaited<ReturnType<typeof startApi>>;
let pms: Awaited<ReturnType<typeof startPracticeManagement>>;
let env: Record<string, string>;
let port: number;
let stopAll: () => Promise<void>;
beforeAll(async () => {
  world = await createRefundWorld({ trustBalance: 5_000_00 });
  connection = connect(world.databaseUrl);
  const engine = { temporal: world.client, taskQueue: world.taskQueue };
  const endDeliveries = await startDeliveriesAsTheyCome(connection, engine, createLogger('test', 'error'));
  api = await startApi(apiSettings({ DATABASE_URL: world.databaseUrl }), createLogger('api', 'silent'));
  pms = await startPracticeManagement(RECORDS);
  port = await freePort();
  const wishes = { url: `http://127.0.0.1:${port}/`, description: 'The example', eventTypes: null };
  const endpoint = await addEndpoint(world.db, byOwner(world.firm), wishes);
  const { PATH = '' } = process.env;
  env = {
    ...{ PATH, MAKEWHOLE_API_URL: api.url, PMS_URL: pms.url, PORT: String(port) },
    MAKEWHOLE_API_KEY: await giveKey(world.db, world.firm, ['import']),
    MAKEWHOLE_WEBHOOK_SECRET: webhookSecret(WEBHOOK_SIGNING_KEY, endpoint?.id ?? '', 1),
  };
  const child = spawn(process.execPath, [EXAMPLE, 'listen'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  stopAll = async () => {
    child.kill();
    await endDeliveries();
    await api.stop();
    await Promise.all([connection.close(), pms.stop()]);
    await world.stop();
  };
}, 120_000);
afterAll(() => stopAll());

async function importAll(): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [EXAMPLE, 'import'], { env });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exited;
  return { code, out: out + err };
}

/** Waits until its books are so, whatever came twice or late. */
function booked(what: readonly Partial<PmsBooking>[]): Promise<PmsBooking[]> {
  return until(
    () => Promise.resolve(pms.bookings()),
    (bookings) => {
      const kinds = bookings.map(({ kind }) => kind).sort();
      return (
        kinds.join() ===
        what
          .map(({ kind }) => kind)
          .sort()
          .join()
      );
    },
    (bookings) => `it has booked ${JSON.stringify(bookings)}`,
  );
}

async function submit(refund: WalkedRefund, command: Command, kind: ObligationKind): Promise<void> {
  const owed = (await viewOf(world.db, refund)).obligations.find((one) => one.kind === kind);
  const actor = world.firm.people.lawyer;
  const instructionId = await recordCommand(world.db, { ...refund, ...command, actor });
  const input = { instructionId, obligationId: owed?.id ?? null, at: new Date() };
  expect(await applyCommand(world.db, refund, input)).toEqual({ ok: true });
}

it('imports the firm’s own data, again without a change, and books what comes back, to the undoing', async () => {
  const { db, firm } = world;
  const ofFirm = { firmId: firm.firmId };
  expect(await importAll()).toEqual({
    code: 0,
    out: 'clients: 1 sent\nmatters: 1 sent\ninvoices: 1 sent\n',
  });
  expect((await importAll()).code).toBe(0);
  const [matter] = await db
    .select()
    .from(matters)
    .where(and(eq(matters.firmId, firm.firmId), eq(matters.externalId, 'm-20')));
  const [invoice] = await db
    .select()
    .from(invoices)
    .where(and(eq(invoices.firmId, firm.firmId), eq(invoices.externalId, 'i-9')));
  expect([matter?.number, invoice?.total]).toEqual(['2026-020', 640_00]);
  const users = await db
    .select()
    .from(matterUsers)
    .where(eq(matterUsers.matterId, matter?.id ?? firm.matterId));
  expect(users.map(({ email }) => email)).toEqual(['nora@adler.example']);

  // A client pays the invoice and a retainer, and gets both back.
  await bringTrust(db, { ...ofFirm, matterId: matter?.id ?? firm.matterId }, 100_00);
  const parts = [
    { of: 'invoice', amount: 640_00, invoice: 'INV-9' },
    { of: 'trust', amount: 30_00 },
  ] as const;
  const transactionId = await world.pay({ parts, ofMatter: '2026-020', atProcessor: null });
  const { id: refundId } = await world.request(transactionId);
  const refund = { ...ofFirm, refundId };
  await acceptByStores(db, refund);
  await payOut(db, refund);
  const memo = `Refund ${refundId} of payment ${transactionId}`;
  const about = { currency: 'USD', date: TODAY, matter: 'm-20', memo };
  const reversed = { kind: 'payment_reversed', invoice: 'i-9', amount: 640_00, ...about };
  expect(await booked([reversed])).toEqual([reversed]);

  const body = { decision: 'credit_note', note: null } as const;
  await submit(refund, { kind: 'invoice_decision', body }, 'invoice_decision');
  const credited = { ...reversed, kind: 'credit_note' };
  const made = {
    amount: parts[1].amount,
    currency: 'USD',
    date: TODAY,
    reference: 'CHK 7',
    evidenceId: null,
  };
  const step = { kind: 'trust_step', body: { step: 'payment', ...made } } as const;
  await submit(refund, step as unknown as Command, 'trust_payment');
  const paid = {
    ...{ kind: 'trust_payment', amount: 30_00, ...about },
    trustAccountId: expect.stringMatching(/^ba_/) as unknown,
  };
  expect(await booked([reversed, credited, paid])).toEqual(
    expect.arrayContaining([reversed, credited, paid]),
  );

  // All of it comes once more, and what is old changes nothing.
  const before = pms.puts();
  const sent = await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.firmId, firm.firmId));
  for (const { id: deliveryId } of sent) await replayDelivery(db, { ...ofFirm, deliveryId });
  await until(
    () => db.select().from(webhookDeliveries).where(eq(webhookDeliveries.firmId, firm.firmId)),
    (rows) => rows.every(({ status }) => status === 'delivered'),
    () => 'not all were delivered again',
  );
  expect(pms.puts()).toBe(before);

  // Its system is down while the refund fails, and what was owed was owed after all.
  pms.goDown(true);
  const failure = { code: 'R03', message: 'No account.', at: new Date(), cameBack: true };
  await failRefund(db, refund, failure);
  const [task] = await listPaymentTasks(db, firm.firmId, [transactionId]);
  if (task === undefined) throw new Error('Nobody is to be paid');
  for (const actor of [firm.people.lawyer, firm.people.owner]) {
    const answer = { paidBy: 'owed', note: 'Owed' } as const;
    await completeRepayment(db, { ...ofFirm, id: task.id }, { actor, at: new Date() }, answer);
  }
  pms.goDown(false);
  expect(await booked([])).toEqual([]);
}, 120_000);

it('takes nothing that Makewhole has not signed', async () => {
  const before = pms.puts();
  const send = async (secret: string, at: number) => {
    const data = { entry: 'rf_1_reversal_al_1', version: 1, id: 'rf_1', transactionId: 'txn_1' };
    const body = JSON.stringify({ type: 'refund.invoice_reversal_undone', data });
    const headers = signed('msg_1', body, at, secret);
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
  };
  const now = Math.floor(Date.now() / 1000);
  const secret = env['MAKEWHOLE_WEBHOOK_SECRET'] ?? '';
  expect(await send('whsec_bm90IG91cnM=', now)).toBe(401);
  expect(await send(secret, now - 301)).toBe(401);
  expect(pms.puts()).toBe(before);
  expect(await send(secret, now)).toBe(204);
  expect(pms.puts()).toBe(before + 1);
});
