// Money, mail and webhooks wait for different companies, so none of them waits for another's (ADR 15).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { SWEEP_WORKFLOW } from '@makewhole/domain/contracts/refund';
import type { SendResult } from '@makewhole/worker/emails/mailer';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { bookRefund } from './refund-walk.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const SLOTS = { money: 3, mail: 2 };
/** More than there are slots of any kind. */
const REFUNDS = 6;

/** A mail server that takes connections and says nothing, until the test ends. */
const silent = silentMail();
let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld({ mailer: silent, slots: SLOTS });
});
afterAll(async () => {
  silent.answer();
  await servers.stop();
});

it('refunds are booked, and the sweep works, while every email waits for a silent mail server', async () => {
  const world = await servers.anotherFirm();
  await Promise.all(Array.from({ length: REFUNDS }, () => bookRefund(world, INVOICE)));
  await until(
    () => Promise.resolve(silent.waiting()),
    (waiting) => waiting === SLOTS.mail,
    (waiting) => `${waiting} emails are being sent`,
  );

  const next = await bookRefund(world, INVOICE);
  const sweep = { workflowId: `sweep-${randomUUID()}`, taskQueue: world.taskQueue };
  expect(await world.client.workflow.execute(SWEEP_WORKFLOW, sweep)).toMatchObject({ told: 0 });
  expect(silent.waiting()).toBe(SLOTS.mail);

  expect(await queuesOf(world, next)).toEqual({
    checkTransaction: world.taskQueue,
    refundAtProcessor: world.taskQueue,
    debitOperatingAccount: world.taskQueue,
    reverseInvoicePayment: world.taskQueue,
    openTrustFollowUp: world.taskQueue,
    notifyMatter: `${world.taskQueue}-mail`,
  });
});

/** The task queue of each activity that a refund's workflow scheduled. */
async function queuesOf(world: FirmWorld, refund: RefundView): Promise<Record<string, string>> {
  const { events } = await world.handleOf(refund).fetchHistory();
  return Object.fromEntries(
    (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled ? [[scheduled.activityType?.name, scheduled.taskQueue?.name]] : [],
    ),
  ) as Record<string, string>; // the server names both
}

function silentMail() {
  let waiting = 0;
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  return {
    async send(): Promise<SendResult> {
      waiting += 1;
      await answered;
      waiting -= 1;
      return { kind: 'taken' };
    },
    close: () => undefined,
    waiting: () => waiting,
    answer: () => {
      answer();
    },
  };
}
