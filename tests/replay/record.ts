// Records histories anew, by hand: npm run record-histories -w @makewhole/tests, with the names of those that are wanted,
// or all of them without. Do so when workflow code has a new path that no stored history walks; never to make a failing
// replay pass, for refunds in flight have the old histories too.
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { bankMorningAfter, lateFrom, promiseFor } from '@makewhole/domain/bank-calendar';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { RECONCILE_ALL_WORKFLOW, reconcileWorkflowId } from '@makewhole/domain/reconciliation-contract';
import { resendWorkflowId } from '@makewhole/domain/resend-contract';
import { newId } from '@makewhole/db/new-id';
import { cancelRefund } from '@makewhole/db/refunds/end-before-money';
import { listNotifications } from '@makewhole/db/refunds/notify-matter';
import { requestResend } from '@makewhole/db/refunds/resend-notification';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { startResendWorkflow } from '@makewhole/runtime/resend-workflow';
import { startReconcileWorkflow } from '@makewhole/runtime/reconcile-workflow';
import { buildApps } from '@makewhole/stack/apps';
import { startOwnServers } from '../support/own-servers.ts';
import { createRefundWorld, type FirmWorld } from '../support/refund-world.ts';
import { bookRefund, decide, fail, isClosed, mailSeen, settle, takeStep } from '../workflow/refund-walk.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/histories');
const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const TRUST = { parts: [{ of: 'trust', amount: 400_00 }] } as const;
const SPLIT = { method: 'ach', parts: [...INVOICE.parts, ...TRUST.parts] } as const;

/** Each walks a refund to where its history is taken, finished or not. */
const WALKS: Record<string, (world: FirmWorld) => Promise<RefundView>> = {
  'card-written-off': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    await settle(world, refund);
    await decide(world, refund, 'write_off');
    return isClosed(world, refund);
  },
  'ach-two-invoices': async (world) => {
    const parts = [
      ...INVOICE.parts,
      { of: 'invoice', amount: 20_00 },
      { of: 'unapplied', amount: 5_00 },
    ] as const;
    const refund = await bookRefund(world, { method: 'ach', parts });
    await decide(world, refund, 'still_due', 125_00);
    await decide(world, refund, 'credit_note', 20_00);
    await settle(world, refund);
    return isClosed(world, refund);
  },
  'trust-three-steps': async (world) => {
    const refund = await bookRefund(world, TRUST);
    await settle(world, refund);
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    return isClosed(world, refund);
  },
  'split-reminded': async (world) => {
    const refund = await bookRefund(world, SPLIT);
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    await world.passTimeTo(refund, bankMorningAfter(refund.requestedAt.toISOString(), 8));
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    return isClosed(world, refund);
  },
  'card-late': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    const { day0 } = promiseFor(String(refund.acceptedAt?.toISOString()));
    await world.passTimeTo(refund, lateFrom(day0, 'card'));
    await world.says(refund, { late: true });
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    return isClosed(world, refund);
  },
  rejected: async (world) => {
    const transactionId = await world.pay(INVOICE);
    await world.sandbox.post('/control/dispute', { transactionId });
    const refund = await world.request(transactionId);
    await world.start(refund);
    return isClosed(world, refund);
  },
  canceled: async (world) => {
    const { firmId, people } = world.firm;
    const refund = await world.request(await world.pay(INVOICE));
    await cancelRefund(world.db, { firmId, refundId: refund.id }, { actor: people.admin, at: new Date() });
    await world.start(refund);
    await world.handleOf(refund).result();
    return refund;
  },
  'failed-in-window': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    await decide(world, refund, 'write_off');
    await fail(world, refund);
    return isClosed(world, refund);
  },
  'returned-after-success': async (world) => {
    const refund = await bookRefund(world, SPLIT);
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    await settle(world, refund);
    await fail(world, refund, 'return');
    await takeStep(world, refund, 'restore');
    return isClosed(world, refund);
  },
  'unknown-then-found': async (world) => {
    const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
    await world.passHours(refund, 0.1);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-then-sent-again': async (world) => {
    const refund = await unknownRefund(world, { kind: 'cut_connection' });
    await world.passHours(refund, 0.5);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-for-hours': async (world) => {
    const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
    await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 8 });
    await world.passHours(refund, 2);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-then-never-refunded': async (world) => {
    const refund = await unknownRefund(world, { kind: 'error_500' });
    await world.passHours(refund, 0.2);
    const body = { outcome: 'not_refunded', processorReference: null, note: 'Called them' } as const;
    const said = { kind: 'resolve', body, actor: world.firm.people.owner } as const;
    await world.instruct(refund, 'resolveOutcome', said, null);
    return isClosed(world, refund);
  },
  'unfinished-in-window': async (world) => bookRefund(world, SPLIT),
  'unfinished-trust-steps': async (world) => {
    const refund = await bookRefund(world, TRUST);
    await settle(world, refund);
    await takeStep(world, refund, 'payment');
    return refund;
  },
};

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

await buildApps(['worker'], console.log);
const servers = await startOwnServers();
const world = await createRefundWorld({ servers });
try {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, walk] of Object.entries(WALKS).filter(([known]) => isWanted(known))) {
    const refund = await walk(await world.anotherFirm());
    if (!name.startsWith('un')) await world.handleOf(refund).result();
    await keep(name, world.handleOf(refund));
  }
  if (isWanted('email-sent-again'))
    await keep('email-sent-again', await sendAgain(await world.anotherFirm()));
  if (isWanted('reconciliation')) await keep('reconciliation', await reconcile(await world.anotherFirm()));
  if (isWanted('reconciliation-of-all')) await keep('reconciliation-of-all', await reconcileAll());
} finally {
  await world.stop();
  await servers.stop();
}

async function unknownRefund(
  firmWorld: FirmWorld,
  fault: Readonly<Record<string, unknown>>,
): Promise<RefundView> {
  const transactionId = await firmWorld.pay(TRUST);
  await firmWorld.sandbox.arm({ ...fault, transactionId });
  const refund = await firmWorld.request(transactionId);
  await firmWorld.start(refund);
  await firmWorld.says(refund, { status: 'outcome_unknown' });
  return refund;
}

/** An email of a refund, asked for again two minutes later. */
async function sendAgain(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { db, client, taskQueue, firm } = firmWorld;
  const { firmId, people } = firm;
  const refund = await bookRefund(firmWorld, INVOICE);
  await mailSeen(firmWorld, refund, 'Payment refunded', 2);
  const [email] = await listNotifications(db, { firmId, refundId: refund.id });
  if (email === undefined) throw new Error('Nobody was written to');
  const now = new Date(Date.now() + 120_000);
  await requestResend(db, { firmId, id: email.id, actor: people.admin, now });
  const input = { firmId, refundId: refund.id, notificationId: email.id, nth: 1 };
  await startResendWorkflow(client, taskQueue, input);
  const workflow = client.workflow.getHandle(resendWorkflowId(input));
  await workflow.result();
  return workflow;
}

/** Of a firm with something to find. */
async function reconcile(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { client, taskQueue, firm, sandbox } = firmWorld;
  await sandbox.post('/control/refund', { transactionId: await firmWorld.pay(INVOICE) });
  await bookRefund(firmWorld, INVOICE);
  const { firmId } = firm;
  const input = { firmId, reconciliationId: newId<string>('rec'), requestedBy: firm.people.admin };
  await startReconcileWorkflow(client, taskQueue, input);
  const workflow = client.workflow.getHandle(reconcileWorkflowId(firmId));
  await workflow.result();
  return workflow;
}

async function reconcileAll(): Promise<WorkflowHandle> {
  const { client, taskQueue } = world;
  const workflow = await client.workflow.start(RECONCILE_ALL_WORKFLOW, {
    taskQueue,
    workflowId: randomUUID(),
  });
  await workflow.result();
  return workflow;
}

/** As JSON, an event in each line, without the names of the machine that made it. */
async function keep(name: string, workflow: Pick<WorkflowHandle, 'fetchHistory'>): Promise<void> {
  const history = await workflow.fetchHistory();
  const { events } = JSON.parse(historyToJSON(history), withoutPlace) as { events: unknown[] }; // the SDK's own format
  const text = `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
  await writeFile(join(FOLDER, `${name}.json`), text);
  console.log(name);
}

function withoutPlace(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorder';
  if (key === 'stackTrace') return '';
  const isSticky =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';
  return isSticky ? { ...value, name: 'sticky' } : value;
}
