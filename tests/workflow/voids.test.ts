// A void is carried until it is known what became of the authorization (R12, B2): once at the processor, whatever is lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findVoid } from '@makewhole/db/voids/find-void';
import { requestVoid } from '@makewhole/db/voids/request-void';
import type { TransactionId } from '@makewhole/domain/ids';
import type { VoidStatus } from '@makewhole/domain/voids';
import { voidWorkflowId, type VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { startVoidWorkflow } from '@makewhole/temporal/start-workflows';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { passTime } from '../support/time-skipping.ts';
import { until } from '../support/until.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const AUTHORIZATION = { parts: [{ of: 'unapplied', amount: 90_00 }], authorized: true } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

async function ask(world: FirmWorld, transactionId: TransactionId): Promise<VoidWorkflowInput> {
  const { firmId, people } = world.firm;
  const noted = await requestVoid(world.db, {
    firmId,
    transactionId,
    principalId: people.admin,
    now: new Date(),
  });
  const input = { firmId, transactionId, voidId: noted.id };
  await startVoidWorkflow(world.client, world.taskQueue, input);
  return input;
}

function resultOf({ client }: FirmWorld, input: VoidWorkflowInput): Promise<VoidStatus> {
  return client.workflow.getHandle(voidWorkflowId(input)).result();
}

async function standsAs(world: FirmWorld, transactionId: TransactionId, status: VoidStatus) {
  return until(
    () => findVoid(world.db, { firmId: world.firm.firmId, transactionId }),
    (found) => found?.status === status,
    (found) => `the void is ${found?.status}`,
  );
}

describe.concurrent('a void', () => {
  it('lets go of the authorization, and our copy says so', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(AUTHORIZATION);
    const input = await ask(world, transactionId);
    expect(await resultOf(world, input)).toBe('voided');
    expect(await findPayment(world.db, { firmId: world.firm.firmId, transactionId })).toMatchObject({
      status: 'voided',
    });
    // Started once more, by the sweep or a second asking, it is the same run.
    await startVoidWorkflow(world.client, world.taskQueue, input);
    expect(await resultOf(world, input)).toBe('voided');
  });

  it('whose answer was lost is found done, and not sent twice', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(AUTHORIZATION);
    await world.sandbox.post('/control/faults', {
      kind: 'timeout_after_success',
      operation: 'void',
      ms: 0,
      transactionId,
      times: 1,
    });
    const input = await ask(world, transactionId);
    await standsAs(world, transactionId, 'outcome_unknown');
    await passTime(world.client, voidWorkflowId(input), 60_000);
    expect(await resultOf(world, input)).toBe('voided');
  });

  it('of what was captured meanwhile is refused, and money is not touched', async () => {
    const world = await servers.anotherFirm();
    const now = new Date().toISOString();
    const transactionId = await world.pay({
      ...AUTHORIZATION,
      atProcessor: { capturedAt: now, settledAt: null },
    });
    expect(await resultOf(world, await ask(world, transactionId))).toBe('refused');
    const refused = await findVoid(world.db, { firmId: world.firm.firmId, transactionId });
    expect(refused?.refusalCode).toBe('already_captured');
  });

  it('without an answer for an hour is told to its requester once, and goes on', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(AUTHORIZATION);
    await world.sandbox.post('/control/faults', {
      kind: 'error_500',
      operation: 'void',
      transactionId,
      times: 1_000,
    });
    const input = await ask(world, transactionId);
    await standsAs(world, transactionId, 'outcome_unknown');
    await passTime(world.client, voidWorkflowId(input), 3 * 3_600_000);
    const told = await until(
      async () => world.mail.messages().filter(({ text }) => text.includes(transactionId)),
      (messages) => messages.length > 0,
      () => 'nobody was told',
    );
    expect(told).toHaveLength(1);
    await world.client.workflow.getHandle(voidWorkflowId(input)).terminate('the test is over');
  });
});
