// What a refund owes people is not forgotten (B5): reminders on bank days 2 and 5, escalation on 7, each once.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { bankMorningAfter } from '@makewhole/domain/bank-calendar';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, decide, isClosed, mailAbout, mailSeen, settle, takeStep } from './refund-walk.ts';
import { byOwner } from '../support/small-firm.ts';
import { obligations } from '@makewhole/db/schema/obligations';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('an obligation that nobody takes', () => {
  it('is reminded of on bank days 2 and 5, and escalated to the owner on 7, once each', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'invoice', amount: 125_00 }] });
    await settle(world, refund);
    const [owed] = refund.obligations;
    const morning = (days: number) => bankMorningAfter(String(owed?.openedAt.toISOString()), days);

    await world.passTimeTo(refund, new Date(Date.parse(morning(2)) - 60_000));
    expect(people()).toEqual([]);
    await world.passTimeTo(refund, morning(2));
    expect(await mailSeen(world, refund, 'Reminder')).toMatchObject([{ to: 'admin@adler.example' }]);
    await world.passTimeTo(refund, morning(5));
    await mailSeen(world, refund, 'Reminder', 2);
    await world.passTimeTo(refund, morning(7));
    const [overdue] = await mailSeen(world, refund, 'Overdue');
    expect(overdue?.to).toBe('owner@adler.example');
    expect(overdue?.text).toContain('Decide what becomes of $125.00 on invoice');

    await world.passTimeTo(refund, morning(30));
    expect(people()).toEqual(['admin@adler.example', 'admin@adler.example', 'owner@adler.example']);
    await world.says(refund, { waitingFor: 'obligations', until: null });
    await decide(world, refund, 'still_due');
    await isClosed(world, refund);

    function people() {
      return mailAbout(world, refund).flatMap(({ subject, to }) =>
        subject.startsWith('Payment refunded') ? [] : [to],
      );
    }
  });

  it('is reminded of to the lawyer where only a lawyer may take it, each trust step by itself (R5)', async () => {
    const world = await servers.anotherFirm();
    const refund = await settle(world, await bookRefund(world, { parts: [{ of: 'trust', amount: 125_00 }] }));
    await takeStep(world, refund, 'payment');
    const [owed] = refund.obligations;
    await world.passTimeTo(refund, bankMorningAfter(String(owed?.openedAt.toISOString()), 2));
    const reminders = await mailSeen(world, refund, 'Reminder', 2);
    expect(reminders.map(({ to }) => to)).toEqual(['lawyer@adler.example', 'lawyer@adler.example']);
    const words = reminders
      .map(({ text }) => text)
      .sort()
      .join();
    expect(words).toMatch(/Deposit the \$125\.00.*Record the bank transfer of \$125\.00/s);
    expect(words).not.toContain('Pay $125.00');
  });
});

describe.concurrent('a firm that reminds on other days', () => {
  it('is heard on those, and what was open before keeps the days that it was opened with', async () => {
    const world = await servers.anotherFirm();
    const before = await bookRefund(world, { parts: [{ of: 'invoice', amount: 80_00 }] });
    const days = { remindAfterBankDays: [1], escalateAfterBankDays: 3 };
    await changeFirm(world.db, byOwner(world.firm), days, { steppedUp: false });
    const after = await bookRefund(world, { parts: [{ of: 'invoice', amount: 20_00 }] });
    const openedAt = String(after.obligations[0]?.openedAt.toISOString());
    for (const refund of [before, after]) {
      await settle(world, refund);
      await world.passTimeTo(refund, bankMorningAfter(openedAt, 3));
    }
    await mailSeen(world, after, 'Overdue');
    await mailSeen(world, before, 'Reminder');
    const about = (refund: typeof before) =>
      mailAbout(world, refund)
        .map(({ subject }) => subject.split(':')[0])
        .filter((subject) => subject !== 'Payment refunded');
    expect(about(after)).toEqual(['Reminder', 'Overdue']);
    expect(about(before)).toEqual(['Reminder']);
  });
});

describe.concurrent('an obligation that was taken', () => {
  it('is never spoken of again, while another one of the same refund is', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, {
      parts: [
        { of: 'invoice', amount: 80_00 },
        { of: 'invoice', amount: 20_00 },
      ],
    });
    await settle(world, refund);
    await decide(world, refund, 'write_off', 80_00);
    const [owed] = refund.obligations;
    await world.passTimeTo(refund, bankMorningAfter(String(owed?.openedAt.toISOString()), 8));
    const told = mailAbout(world, refund).filter(({ subject }) => !subject.startsWith('Payment refunded'));
    expect(told).toHaveLength(3);
    for (const { text } of told) expect(text).toContain('Decide what becomes of $20.00');
  });

  it('past the workflow is no longer waited for from its next reminder on', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'invoice', amount: 125_00 }] });
    await settle(world, refund);
    const [owed] = refund.obligations;
    await world.db.update(obligations).set({ status: 'void' }).where(eq(obligations.refundId, refund.id));
    const firstReminder = bankMorningAfter(String(owed?.openedAt.toISOString()), 2);
    await world.passTimeTo(refund, firstReminder);
    await isClosed(world, refund);
    expect(mailAbout(world, refund).map(({ subject }) => subject)).not.toContain('Reminder');
  });
});
