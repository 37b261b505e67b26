// Nothing waits unheard (B14, B16): of whatever is owed, of each end of a refund, and of what stands still, somebody who can
// do something about it gets an email, also where no workflow runs.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import { prepareNews } from '@makewhole/db/notifications/prepare-notifications';
import { askForApproval, expireApproval } from '@makewhole/db/refunds/approval';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import { cancelRefund, rejectRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { acceptRefund, beginSubmission, recordSend } from '@makewhole/db/refunds/submit-refund';
import { payments } from '@makewhole/db/schema/payments';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { checkHeard } from '../../campaign/invariants/check-heard.ts';
import { openTestDatabase } from '../../support/database.ts';
import {
  MATTER_USERS,
  askRefund,
  createSmallFirm,
  givePayment,
  type SmallFirm,
} from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, recordRefund, viewOf, type WalkedRefund } from './walk-by-stores.ts';
import { later, soon, sweepAt } from './sweep-at.ts';
import { firms } from '@makewhole/db/schema/firms';
import { notifications } from '@makewhole/db/schema/notifications';
import { closeRefund } from '@makewhole/db/refunds/open-refunds';

const { db } = await openTestDatabase();
const PARTS = [{ of: 'unapplied', amount: 80_00 }] as const;
const MINUTE_MS = 60_000;
const ADMIN = 'admin@adler.example';
const LAWYER = 'lawyer@adler.example';
const OWNER = 'owner@adler.example';

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

/** Whom the emails of an event about a refund are for. */
async function toldOf({ firmId, refundId }: WalkedRefund, event: string): Promise<string[]> {
  const rows = await db
    .select({ email: notifications.recipientEmail })
    .from(notifications)
    .where(
      and(
        eq(notifications.firmId, firmId),
        eq(notifications.refundId, refundId),
        eq(notifications.event, event),
      ),
    );
  return rows.map(({ email }) => email).sort();
}

async function transactionOf(refund: WalkedRefund): Promise<TransactionId> {
  return (await viewOf(db, refund)).transactionId;
}

describe('whoever asked for a refund', () => {
  it('hears how it ended, whatever ended it (money 7b)', async () => {
    const at = new Date();
    const rejected = await recordRefund(db, firm, PARTS);
    await rejectRefund(db, rejected, { code: 'disputed', at });
    expect(await toldOf(rejected, 'refund_rejected')).toEqual([ADMIN]);
    const canceled = await recordRefund(db, firm, PARTS);
    await cancelRefund(db, canceled, { actor: firm.people.owner, at });
    expect(await toldOf(canceled, 'refund_canceled')).toEqual([ADMIN]);
    const expired = await recordRefund(db, firm, PARTS);
    await askForApproval(db, expired, at);
    await expireApproval(db, expired, at);
    expect(await toldOf(expired, 'refund_expired')).toEqual([ADMIN]);
    const succeeded = await acceptedRefund(db, firm, PARTS);
    await markSucceeded(db, succeeded, at);
    expect(await toldOf(succeeded, 'refund_succeeded')).toEqual([ADMIN]);
    const sent = await sweepAt(db, soon());
    expect(sent.filter(({ to }) => to.address === ADMIN).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        'Refund rejected: $80.00 to Dana Whitfield',
        'Refund canceled: $80.00 to Dana Whitfield',
        'Refund not approved in time: $80.00 to Dana Whitfield',
        'Refund paid: $80.00 to Dana Whitfield',
      ]),
    );
    expect(await sweepAt(db, soon())).toEqual([]);
  });

  it('hears of a failure beside the owners, also where the payment has no matter (money 7b)', async () => {
    const transactionId = await givePayment(db, null, firm, { parts: PARTS });
    await db.update(payments).set({ matterId: null }).where(eq(payments.transactionId, transactionId));
    const asked = await askRefund(db, firm, transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    const at = new Date();
    await beginSubmission(db, refund, at);
    await failRefund(db, refund, { code: 'card_closed', message: 'The card is closed.', at });
    expect(await toldOf(refund, 'refund_failed')).toEqual([ADMIN, OWNER]);
  });
});

describe('a refund that fails, and whose workflow ends before it has told anybody', () => {
  it('is told to its matter by the sweep (money 25)', async () => {
    const refund = await acceptedRefund(db, await createSmallFirm(db), PARTS);
    const at = new Date();
    await prepareNews(db, refund, { event: 'refund_processing', at });
    await failRefund(db, refund, { code: 'returned', message: 'It came back.', at });
    const sent = await sweepAt(db, soon());
    const told = sent.filter(({ subject }) => subject.startsWith('Refund failed'));
    expect(told.map(({ to }) => to.address)).toEqual(
      expect.arrayContaining(MATTER_USERS.map(({ email }) => email)),
    );
  });
});

describe('an approval', () => {
  it('is asked of those who may approve it, and never of whoever asked for the refund (F10)', async () => {
    const small = await createSmallFirm(db);
    const transactionId = await givePayment(db, null, small, { parts: PARTS });
    const asked = await askRefund(db, small, transactionId, { principalId: small.people.lawyer });
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const refund = { firmId: small.firmId, refundId: asked.refund.id };
    const awaiting = await askForApproval(db, refund, new Date());
    const id = awaiting.kind === 'awaiting' ? awaiting.obligations[0]?.id : undefined;
    await sweepAt(db, soon());
    expect(await toldOf(refund, `approval:${id}:0`)).toEqual([OWNER]);
  });
});

describe('what is owed', () => {
  it('is told, reminded of and escalated without a workflow, once each (money 7c)', async () => {
    const small = await createSmallFirm(db);
    await db.update(firms).set({ trustStepsFrom: 'accepted' }).where(eq(firms.id, small.firmId));
    const refund = await acceptedRefund(db, small, [
      { of: 'invoice', amount: 50_00 },
      { of: 'trust', amount: 30_00 },
    ]);
    await moveBooks(db, refund);
    await raiseAttention(db, refund, { cause: 'original_bounced', at: new Date() });
    const row = { ...refund, id: refund.refundId, transactionId: await transactionOf(refund) };
    expect(await checkHeard(db, row, later(1))).not.toEqual([]);
    const first = await sweepAt(db, soon());
    expect(await checkHeard(db, row, later(1))).toEqual([]);
    const ofRefund = first.filter(({ text }) => text.includes(row.transactionId));
    expect(ofRefund.map(({ to, subject }) => [to.address, subject]).sort()).toEqual([
      [ADMIN, 'To do: a refund of $80.00'],
      [LAWYER, 'A refund of $80.00 needs attention'],
      [LAWYER, 'To do: a refund of $80.00'],
      [OWNER, 'A refund of $80.00 needs attention'],
    ]);
    expect(ofRefund.every(({ text }) => / Due \w+day, \w+ \d+, \d{4}\./.test(text))).toBe(true);
    const reminders = await sweepAt(db, later(6));
    expect(reminders.filter(({ subject }) => subject.startsWith('Reminder')).length).toBeGreaterThan(0);
    const escalations = await sweepAt(db, later(20));
    const overdue = escalations.filter(({ subject }) => subject.startsWith('Overdue'));
    expect(new Set(overdue.map(({ to }) => to.address))).toEqual(new Set([OWNER]));
    // Refunds of the tests before come to their own fifth bank day, on a day that depends on today.
    const after = await sweepAt(db, later(21));
    expect(after.filter(({ text }) => text.includes(row.transactionId))).toEqual([]);
  });

  it('is found unheard where its email was never noted, or went to nobody who may do it (I8)', async () => {
    const small = await createSmallFirm(db);
    const refund = await acceptedRefund(db, small, PARTS);
    await raiseAttention(db, refund, { cause: 'transfer_under_way', at: new Date() });
    await sweepAt(db, soon());
    const row = { ...refund, id: refund.refundId, transactionId: await transactionOf(refund) };
    expect(await checkHeard(db, row, later(1))).toEqual([]);
    const ofRefund = and(eq(notifications.firmId, small.firmId), eq(notifications.refundId, refund.refundId));
    await db.delete(notifications).where(and(ofRefund, eq(notifications.recipientEmail, OWNER)));
    await db.update(notifications).set({ recipientEmail: ADMIN }).where(ofRefund);
    expect(await checkHeard(db, row, later(1))).toMatchObject([{ invariant: 'I8' }]);
  });

  it('is a difference too, on a closed refund or without a refund (money 7c)', async () => {
    const small = await createSmallFirm(db);
    const at = new Date();
    const refund = await acceptedRefund(db, small, PARTS);
    await moveBooks(db, refund);
    await markSucceeded(db, refund, at);
    expect((await closeRefund(db, refund, at)).kind).toBe('closed');
    const { transactionId } = await viewOf(db, refund);
    const difference = {
      kind: 'missing_at_processor',
      key: `missing:${refund.refundId}`,
      transactionId,
      refundId: refund.refundId,
      processorRefundId: null,
      explanation: 'The payment processor has no record of it.',
    } as const;
    await recordDifference(db, { firmId: small.firmId, difference, reconciliationId: null, at });
    const elsewhere = await givePayment(db, null, small, { parts: PARTS });
    const there = {
      id: 're_there',
      transactionId: elsewhere,
      amount: money(80_00),
      currency: 'USD',
    } as const;
    const noted = { firmId: small.firmId, reconciliationId: null, at };
    await recordExternalRefund(db, { ...noted, refund: { ...there, status: 'succeeded' } });
    const sent = await sweepAt(db, soon());
    for (const id of [transactionId, elsewhere]) {
      const about = sent.filter(
        ({ text, subject }) => text.includes(id) && !subject.startsWith('Refund paid'),
      );
      expect(about.map(({ to }) => to.address).sort()).toEqual([ADMIN, OWNER]);
    }
    // Its money came back: nothing is to be explained any more.
    await recordExternalRefund(db, { ...noted, refund: { ...there, status: 'returned' } });
    expect(await listPaymentTasks(db, small.firmId, [elsewhere])).toMatchObject([{ status: 'done' }]);
  });
});

describe('a refund that stands still before it was accepted (money 7a)', () => {
  it('is late past its promised dates and a task on the fifth day, and neither once the processor has it', async () => {
    const refund = await recordRefund(db, firm, PARTS);
    await sweepAt(db, later(10));
    const late = await viewOf(db, refund);
    expect(late.late).toBe(true);
    expect(late.obligations.map(({ subject, status }) => [subject, status]).sort()).toEqual([
      ['late', 'open'],
      ['not_sent', 'open'],
    ]);
    const sent = await sweepAt(db, new Date(later(10).getTime() + 5 * MINUTE_MS));
    const about = sent.filter(({ text }) => text.includes(late.transactionId));
    expect(new Set(about.map(({ to }) => to.address))).toEqual(new Set([ADMIN, OWNER]));
    const at = later(10);
    await beginSubmission(db, refund, at);
    await recordSend(db, refund, at);
    await acceptRefund(db, refund, { processorRefundId: `re_${refund.refundId}`, at, creditDaysOf });
    const accepted = await viewOf(db, refund);
    expect(accepted.late).toBe(false);
    expect(accepted.obligations.map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it('is stuck after an hour in which nothing moved, and not before', async () => {
    const refund = await recordRefund(db, firm, PARTS);
    await sweepAt(db, new Date(Date.now() + 50 * MINUTE_MS));
    expect((await viewOf(db, refund)).obligations).toEqual([]);
    await sweepAt(db, new Date(Date.now() + 70 * MINUTE_MS));
    expect((await viewOf(db, refund)).obligations).toMatchObject([{ subject: 'stuck', status: 'open' }]);
    await beginSubmission(db, refund, new Date());
    expect((await viewOf(db, refund)).obligations).toMatchObject([{ subject: 'stuck', status: 'done' }]);
  });
});
