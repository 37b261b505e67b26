// The fault campaign in short, with a fixed seed; and proof that its invariants can fail: each is broken on purpose, the
// way a fault in our code would, and must be found.
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { runCampaign } from '../campaign/campaign.ts';
import { runUntilClosed, request } from '../campaign/run-until-closed.ts';
import { lastLook } from '../campaign/last-look.ts';
import { MATTER_USERS } from '../support/small-firm.ts';
import { createMailer } from '@makewhole/worker/emails/mailer';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { bookPayment } from '@makewhole/db/payments/book-payment';
import { violationsOf } from '../campaign/invariants/violations.ts';
import { changedBundle } from '../campaign/kinds/deploys.ts';
import { KINDS } from '../campaign/kinds/all.ts';
import { accepted } from '../campaign/kinds/databases.ts';
import type { Refund } from '../campaign/open-firm.ts';
import { startCampaignWorld, type CampaignWorld } from '../campaign/world.ts';
import { money } from '@makewhole/domain/money';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { SWEEP_SCHEDULE_ID, refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { WORKFLOW_BUNDLE } from '@makewhole/stack/apps';

const SEED = 20261124;
const NOWHERE = asId<TransactionId>('txn_nowhere');
/** Kinds that are over in a moment; those that kill servers run in the long campaign, and in the other tests here. */
const LONG = [
  ...['started_without_temporal', 'new_code_deployed', 'zombie_worker', 'mail_slow'],
  ...['disk_full', 'api_stopped', 'worker_killed_later'],
];
/** On a machine that has other things to do as well. */
const SHORT_CAMPAIGN_MS = 600_000;
const SHORT = KINDS.filter(
  ({ name, isRare }) => isRare !== true && !name.endsWith('_killed') && !LONG.includes(name),
);

let world: CampaignWorld;
beforeAll(async () => {
  world = await startCampaignWorld();
  return () => world.stop();
});

describe('a short campaign', () => {
  it(
    'over every kind that is over quickly finds nothing',
    async () => {
      const results = await runCampaign(world, {
        seed: SEED,
        runs: SHORT.map((_, run) => run),
        kinds: SHORT,
        sideBySide: 6,
        onResult: () => undefined,
      });
      expect(results).toHaveLength(SHORT.length);
      const bad = results.filter(({ violations, failure }) => violations.length > 0 || failure !== null);
      expect(bad).toEqual([]);
    },
    SHORT_CAMPAIGN_MS,
  );

  it('leaves nothing that a reconciliation finds, and an audit trail that holds', async () => {
    const { violations, refundsHere } = await lastLook(world);
    expect(violations).toEqual([]);
    // Some kinds make no refund at all.
    expect(refundsHere).toBeGreaterThan(SHORT.length / 2);
  });

  it('comes through a worker that is killed', async () => {
    const kinds = KINDS.filter(({ name }) => name === 'worker_killed');
    const [result] = await runCampaign(world, {
      seed: SEED,
      runs: [0],
      kinds,
      sideBySide: 1,
      onResult: () => undefined,
    });
    expect(result).toMatchObject({ violations: [], failure: null });
  });
});

describe('the campaign notices', () => {
  let closed: Refund;
  beforeAll(async () => {
    const transactionId = await world.pay({ parts: [{ of: 'invoice', amount: 70_00 }] });
    closed = await runUntilClosed(world, (await request(world, transactionId)).id);
    expect(await found(closed)).toEqual([]);
  });

  it('a second refund at the processor, as if the idempotency key came from the attempt (I1)', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 10_00 }] });
    const refund = await runUntilClosed(world, (await request(world, transactionId)).id);
    await world.company.returnRefund(transactionId);
    await runUntilClosed(world, refund.id, { until: ({ status }) => status === 'failed' });
    const again = await world.processor.refund({
      connectionId: world.firm.connectionId,
      transactionId,
      amount: money(refund.amount),
      currency: refund.currency,
      idempotencyKey: `${refund.id}-attempt-2`,
      reference: refund.id,
      timeoutMs: 10_000,
    });
    expect(again.kind).toBe('accepted');
    expect(await found(refund)).toContain('I1');
  });

  it('an entry that was edited (I2)', async () => {
    await unguarded(sql`UPDATE ledger_entries SET amount = amount + 1 WHERE line = 1 AND posting_id IN
      (SELECT id FROM postings WHERE refund_id = ${closed.id} AND step = 'operating_debit')`);
    expect(await found(closed)).toContain('I2');
    await unguarded(sql`UPDATE ledger_entries SET amount = amount - 1 WHERE line = 1 AND posting_id IN
      (SELECT id FROM postings WHERE refund_id = ${closed.id} AND step = 'operating_debit')`);
    expect(await found(closed)).toEqual([]);
  });

  it('a refund that nobody need finish (I3), and a status that only the table says (I4)', async () => {
    // A sweep would start its workflow again, which would read whatever the row says in that moment.
    const sweep = world.client.schedule.getHandle(`${SWEEP_SCHEDULE_ID}:refunds`);
    await sweep.pause();
    await expect.poll(async () => (await sweep.describe()).info.runningActions).toEqual([]);
    await unguarded(sql`UPDATE refunds SET closed_at = NULL WHERE id = ${closed.id}`);
    expect(await found(closed)).toContain('I3');
    await unguarded(sql`UPDATE refunds SET closed_at = now(), status = 'failed' WHERE id = ${closed.id}`);
    expect(await found(closed)).toContain('I4');
    await unguarded(sql`UPDATE refunds SET status = 'succeeded' WHERE id = ${closed.id}`);
    expect(await found(closed)).toEqual([]);
    await sweep.unpause();
  });

  it('an email that was sent under another name (I5)', async () => {
    const { db } = world;
    await db.execute(sql`UPDATE notifications SET id = id || '_other' WHERE refund_id = ${closed.id}`);
    expect(await found(closed)).toContain('I5');
    await db.execute(sql`UPDATE notifications SET id = left(id, -6) WHERE refund_id = ${closed.id}`);
    expect(await found(closed)).toEqual([]);
  });

  it('an email that is noted as sent, and never arrived (I5)', async () => {
    await world.db.execute(sql`INSERT INTO notifications
      SELECT (jsonb_populate_record(n, '{"id": "ntf_never", "event": "reminder:obl_none:1"}')).*
      FROM notifications n WHERE refund_id = ${closed.id} LIMIT 1`);
    expect(await found(closed)).toEqual(['I5']);
    await world.db.execute(sql`DELETE FROM notifications WHERE id = 'ntf_never'`);
    expect(await found(closed)).toEqual([]);
  });

  it('somebody on the matter who was never told (I5)', async () => {
    const { firmId, matterId } = world.firm;
    await world.db.execute(sql`INSERT INTO matter_users (firm_id, matter_id, name, email)
      VALUES (${firmId}, ${matterId}, 'Nobody', 'nobody@adler.example')`);
    expect(await found(closed)).toEqual(['I5']);
    await world.db.execute(sql`DELETE FROM matter_users WHERE email = 'nobody@adler.example'`);
    expect(await found(closed)).toEqual([]);
  });

  it('an email that nobody noted (I5)', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 15_00 }] });
    const refund = await runUntilClosed(world, (await request(world, transactionId)).id);
    expect(await found(refund)).toEqual([]);
    const stray = createMailer(world.mail.smtpUrl, 'Makewhole <refunds@makewhole.example>');
    const [user] = MATTER_USERS;
    const to = { name: user?.name ?? '', address: user?.email ?? '' };
    const text = `Transaction ID: ${transactionId}`;
    const words = { subject: 'Payment refunded: again', text, html: text };
    await stray.send({ to, ...words, messageId: '<ntf_other@makewhole.invalid>', thread: null });
    stray.close();
    expect(await found(refund)).toEqual(['I5']);
  });

  it('a payment whose receipt nobody booked (I10)', async () => {
    const transactionId = asId<TransactionId>(closed.transactionId);
    const receipts = sql`SELECT id FROM postings WHERE transaction_id = ${transactionId} AND step = 'receipt'`;
    await unguarded(sql`DELETE FROM ledger_entries WHERE posting_id IN (${receipts})`);
    await unguarded(sql`DELETE FROM postings WHERE id IN (${receipts})`);
    expect(new Set(await found(closed))).toEqual(new Set(['I10']));
    // Whoever books the payment again books what is missing (ADR 17).
    const { firmId } = world.firm;
    await world.db.transaction((tx) => bookPayment(tx, { firmId, transactionId }, new Date()));
    expect(await found(closed)).toEqual([]);
  });

  it('a trust balance that was changed past the ledger (I10)', async () => {
    const change = (by: number) =>
      world.db.execute(
        sql`UPDATE trust_account_balances SET balance = balance + ${by} WHERE matter_id = ${world.firm.matterId}`,
      );
    await change(1);
    expect(await found(closed)).toEqual(['I10']);
    await change(-1);
    expect(await found(closed)).toEqual([]);
  });

  it('trust money in ledger and balance alike that no bank has, at the end (I10)', async () => {
    const { firmId, matterId } = world.firm;
    const amount = money(33_00);
    const key = { step: 'receipt', leg: 'trust', allocationId: null } as const;
    await insertPosting(world.db, { firmId, transactionId: NOWHERE, at: new Date() }, key, [
      { account: 'trust_bank', matterId: null, amount },
      { account: 'client_trust_liability', matterId, amount: money(-amount) },
    ]);
    // The report agrees with itself.
    expect(await found(closed)).toEqual([]);
    const { violations } = await lastLook(world);
    expect(violations.map(({ invariant }) => invariant)).toContain('I10');
    const stray = sql`SELECT id FROM postings WHERE transaction_id = ${NOWHERE}`;
    await unguarded(sql`DELETE FROM ledger_entries WHERE posting_id IN (${stray})`);
    await unguarded(sql`DELETE FROM postings WHERE transaction_id = ${NOWHERE}`);
    await world.db.execute(
      sql`UPDATE trust_account_balances SET balance = balance - ${amount} WHERE matter_id = ${matterId}`,
    );
  });

  it('a refund that was made past us, at the end (I4)', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 25_00 }] });
    await world.processor.refund({
      connectionId: world.firm.connectionId,
      transactionId,
      amount: money(25_00),
      currency: 'USD',
      idempotencyKey: 'past us',
      reference: 'past us',
      timeoutMs: 10_000,
    });
    const { violations } = await lastLook(world);
    expect(violations.map(({ invariant }) => invariant)).toContain('I4');
    world.leavesDifference(transactionId);
  });

  it('a hold that was skipped (I2)', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 20_00 }] });
    const { id } = await request(world, transactionId);
    const refund = await accepted(world, id);
    // Books, emails and the workflow's own word follow a moment after the processor's.
    await expect.poll(() => found(refund), { timeout: 30_000 }).toEqual([]);
    await world.db.execute(sql`UPDATE trust_holds SET status = 'released' WHERE refund_id = ${id}`);
    await expect.poll(() => found(refund), { timeout: 30_000 }).toEqual(['I2']);
    await world.db.execute(sql`UPDATE trust_holds SET status = 'held' WHERE refund_id = ${id}`);
    const ended = await runUntilClosed(world, id);
    await expect.poll(() => found(ended), { timeout: 30_000 }).toEqual([]);
  });

  it('a second refund of a payment that stands, as without the unique index (I1)', async () => {
    const { db } = world;
    await db.execute(sql`DROP INDEX refunds_one_standing`);
    await unguarded(sql`INSERT INTO refunds SELECT (jsonb_populate_record(r, '{"id": "rf_twin", "processor_refund_id": null}')).*
      FROM refunds r WHERE id = ${closed.id}`);
    expect(await found(closed)).toContain('I1');
    await unguarded(sql`DELETE FROM refunds WHERE id = 'rf_twin'`);
    await db.execute(sql`CREATE UNIQUE INDEX refunds_one_standing ON refunds (firm_id, transaction_id)
      WHERE closed_at IS NULL OR status NOT IN ('rejected', 'declined', 'canceled', 'failed')`);
    expect(await found(closed)).toEqual([]);
  });

  it('workflow code that was changed without a patch (I7)', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 30_00 }] });
    const { id } = await request(world, transactionId);
    const refund = await accepted(world, id);
    const broken = changedBundle('without a patch', (code) =>
      code.replace(/\.checkTransaction\(/, '.closeRefund('),
    );
    await world.strike('worker', 'stopPart', 0, { WORKFLOW_BUNDLE: broken });
    await world.company.settle(transactionId);
    // The workflow can neither go on nor be asked: its history says why.
    await expect.poll(() => nondeterminism(refund), { timeout: 60_000, interval: 500 }).toBe(true);
    await world.strike('worker', 'stopPart', 0, { WORKFLOW_BUNDLE });
    expect(new Set(await found(await runUntilClosed(world, id)))).toEqual(new Set(['I7']));
  });

  it('an event that was edited (I6)', async () => {
    await unguarded(
      sql`UPDATE refund_events SET data = data || '{"amount": 1}' WHERE refund_id = ${closed.id} AND seq = 1`,
    );
    expect(await found(closed)).toEqual(['I6']);
    const { violations } = await lastLook(world);
    expect(violations.map(({ invariant }) => invariant)).toContain('I6');
  });
});

async function nondeterminism(refund: Refund): Promise<boolean> {
  const transactionId = asId<TransactionId>(refund.transactionId);
  const workflowId = refundWorkflowId({ transactionId, id: asId<RefundId>(refund.id) });
  const { events } = await world.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).some(({ workflowTaskFailedEventAttributes: failed }) =>
    /nondeterminis/i.test(failed?.failure?.message ?? ''),
  );
}

async function found({ transactionId }: Refund): Promise<string[]> {
  const violations = await violationsOf(world, [asId<TransactionId>(transactionId)]);
  return violations.map(({ invariant }) => invariant).toSorted();
}

/** Does what no code may: with the guards of the tables off. */
async function unguarded(statement: ReturnType<typeof sql>): Promise<void> {
  await world.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
    await tx.execute(statement);
  });
}
