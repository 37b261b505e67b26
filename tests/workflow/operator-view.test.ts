// What an operator sees of a refund in the Temporal UI: its ID, the filters, what it did and what it waits for.
import { SANDBOX_DAYS } from '../support/sandbox-days.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { temporal } from '@temporalio/proto';
import { endOfDay, lateFrom, promiseFor } from '@makewhole/domain/bank-calendar';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { bookRefund, decide, isClosed, settle } from './refund-walk.ts';

const SPLIT = {
  method: 'ach',
  parts: [
    { of: 'invoice', amount: 70_00 },
    { of: 'trust', amount: 30_00 },
  ],
} as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('an operator', () => {
  it('knows a refund by its workflow ID and its summary, which carry no words of people', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, SPLIT);
    const description = await world.handleOf(refund).describe();
    expect(description.workflowId).toBe(`refund:${refund.transactionId}:${refund.id}`);
    expect(description.type).toBe('refund');
    expect(await description.staticSummary()).toBe(`Refund of $100.00, ACH, split: ${refund.transactionId}`);
    expect(await description.staticDetails()).toContain(`firm \`${world.firm.firmId}\``);
  });

  it('finds refunds by their search attributes, which follow what happens', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, SPLIT);
    const { firmId } = world.firm;
    expect(await attributesOf(world, refund)).toMatchObject({
      RefundStatus: 'processing',
      FirmId: firmId,
      TransactionId: refund.transactionId,
      PaymentMethod: 'ach',
      RefundAccount: 'split',
      AmountMinorUnits: 100_00,
      ExpectedBy: new Date(endOfDay(refund.expectedLatest)),
      NeedsAttention: false,
    });
    const { day0 } = promiseFor(String(refund.acceptedAt?.toISOString()), SANDBOX_DAYS);
    await world.passTimeTo(refund, lateFrom(day0, 'ach', SANDBOX_DAYS));
    await world.says(refund, { late: true });
    await isListed(world, refund, `FirmId = "${firmId}" AND NeedsAttention = true`);
    await settle(world, refund);
    await isListed(world, refund, `TransactionId = "${refund.transactionId}" AND RefundStatus = "succeeded"`);
    expect(await attributesOf(world, refund)).toMatchObject({ NeedsAttention: false });
  });

  it('reads what each activity and timer is for', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, SPLIT);
    await world.says(refund, { waitingFor: 'settlement' });
    const { events } = await world.handleOf(refund).fetchHistory();
    const named = events?.flatMap((event) => {
      const activity = event.activityTaskScheduledEventAttributes?.activityType?.name;
      const kind = event.timerStartedEventAttributes == null ? activity : 'timer';
      return kind == null ? [] : [`${kind}: ${summaryOf(event)}`];
    });
    expect(named?.sort()).toEqual([
      'checkTransaction: Check the exact transaction ID',
      'debitOperatingAccount: Debit the operating account',
      'notifyMatter: Tell the matter of the refund',
      'openTrustFollowUp: Open the trust steps that are owed',
      'refundAtProcessor: Refund the payment at the processor',
      'reverseInvoicePayment: Reverse the invoice payment',
      'timer: Remind of invoice_decision',
    ]);
  });

  it('reads what it waits for, since when and until when, and what people owe', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, SPLIT);
    const { since, until: deadline } = await world.says(refund, { waitingFor: 'settlement' });
    const details = await detailsOf(world, refund);
    expect(details.split('\n').slice(0, 3)).toEqual([
      '**processing**, waiting for the bank to settle the refund',
      `- since ${since}`,
      `- until ${String(deadline)}`,
    ]);
    for (const { id, kind } of refund.obligations) expect(details).toContain(`- owed: ${kind} \`${id}\``);
    await decide(world, refund, 'still_due');
    await until(
      () => detailsOf(world, refund),
      (now) => !now.includes('invoice_decision'),
      (now) => now,
    );
  });

  it('sees that a closed refund waits for nothing', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 70_00 }] });
    await settle(world, refund);
    await isClosed(world, refund);
    await world.handleOf(refund).result();
    expect(await world.state(refund)).toMatchObject({
      status: 'succeeded',
      waitingFor: 'nothing',
      openObligations: [],
    });
    expect(await detailsOf(world, refund)).toContain('waiting for nothing: it has ended');
  });
});

async function attributesOf(world: FirmWorld, refund: RefundView): Promise<Record<string, unknown>> {
  const { typedSearchAttributes } = await world.handleOf(refund).describe();
  return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}

/** The list is brought up to date a moment after the workflow. */
async function isListed(world: FirmWorld, refund: RefundView, query: string): Promise<void> {
  await until(
    async () => {
      const ids: string[] = [];
      for await (const { workflowId } of world.client.workflow.list({ query })) ids.push(workflowId);
      return ids;
    },
    (ids) => ids.includes(world.handleOf(refund).workflowId),
    (ids) => `${query} lists ${ids.length}`,
  );
}

function summaryOf({ userMetadata }: temporal.api.history.v1.IHistoryEvent): string {
  const data = userMetadata?.summary?.data;
  return data == null ? 'nothing' : String(JSON.parse(Buffer.from(data).toString('utf8')));
}

/** What the page "User Metadata" of the workflow shows. */
async function detailsOf(world: FirmWorld, refund: RefundView): Promise<string> {
  const metadata = await world
    .handleOf(refund)
    .query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails;
}
