// Who hears of a refund, and when mail does not work (R3, R9).
import { formatDayRange } from '@makewhole/domain/format-day';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remindersOf } from '@makewhole/domain/obligation-dates';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { MATTER_USERS } from '../support/small-firm.ts';
import {
  beginRefund,
  bookRefund,
  decide,
  fail,
  isClosed,
  mailAbout,
  mailSeen,
  settle,
} from './refund-walk.ts';
import { startMoodyMailServer } from '../support/moody-mail-server.ts';
import { until } from '../support/until.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const [NORA, LUIS] = MATTER_USERS.map(({ email }) => email) as [string, string]; // two users, in small-firm.ts
const ADMIN = 'admin@adler.example';
const OWNER = 'owner@adler.example';

let mailServer: Awaited<ReturnType<typeof startMoodyMailServer>>;
let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld({
    mailThrough: async (smtpUrl) => {
      mailServer = await startMoodyMailServer(smtpUrl);
      return mailServer.smtpUrl;
    },
  });
});
afterAll(async () => {
  await servers.stop();
  await mailServer.stop();
});

describe('the users on the matter', () => {
  it('get one email each, with the details and the reason, and nothing of the internal note (R3, R9)', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(INVOICE);
    const refund = await world.request(transactionId, {
      reason: 'Paid <b>twice</b> & "by mistake"',
      internalNote: 'Fee dispute, partner knows',
    });
    await world.start(refund);
    await mailSeen(world, refund, 'Payment refunded', 2);
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    await world.handleOf(refund).result();

    const sent = mailAbout(world, refund);
    expect(sent.map(({ to }) => to).sort()).toEqual([LUIS, NORA]);
    for (const { subject, text, html } of sent) {
      expect(subject).toBe('Payment refunded: $125.00 from Dana Whitfield');
      for (const detail of [
        'Amount: $125.00',
        'Payer: Dana Whitfield',
        'Paid with: card ending in 4242',
        'Matter: 2026-014 Whitfield lease',
        `Transaction ID: ${transactionId}`,
        'Reason: Paid <b>twice</b> & "by mistake"',
        formatDayRange(refund.expectedEarliest, refund.expectedLatest),
        `http://portal.example/payments/${transactionId}/refund`,
      ]) {
        expect(text).toContain(detail);
      }
      expect(html).toContain('Paid &lt;b&gt;twice&lt;/b&gt; &amp; &quot;by mistake&quot;');
      expect(html).not.toContain('<b>');
      expect(text + String(html)).not.toMatch(/Fee dispute/);
    }
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('are told when the refund fails after all, once each, in plain words (B6)', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    await mailSeen(world, refund, 'Payment refunded', 2);
    await fail(world, refund, 'return');
    await world.handleOf(refund).result();

    const failures = mailAbout(world, refund).filter(({ subject }) => subject.startsWith('Refund failed'));
    expect(failures.map(({ to }) => to).sort()).toEqual([ADMIN, LUIS, NORA, OWNER].sort());
    for (const { subject, text } of failures) {
      expect(subject).toBe('Refund failed: $125.00 to Dana Whitfield');
      expect(text).toContain("The client's bank sent the money back.");
    }
    expect(mailAbout(world, refund)).toHaveLength(6);
  });

  it('hear nothing of a refund that the processor never took', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(INVOICE);
    await world.sandbox.post('/control/dispute', { transactionId });
    const refund = await world.request(transactionId);
    await world.start(refund);
    expect(await world.handleOf(refund).result()).toBe('rejected');
    expect(mailAbout(world, refund)).toEqual([]);
  });
});

describe('a mail server that refuses one recipient', () => {
  it('does not keep the others from their email, and that one becomes a task of somebody', async () => {
    const world = await servers.anotherFirm();
    mailServer.refuse(LUIS);
    try {
      const refund = await bookRefund(world, INVOICE);
      const attention = await attentionOf(world, refund);
      expect(attention).toMatchObject({ subject: 'notification_failed', owner: 'admin' });
      await mailSeen(world, refund, 'A refund of $125.00 needs attention', 2);
      expect(mailAbout(world, refund).map(({ to }) => to)).toEqual([NORA, ADMIN, OWNER]);

      await settle(world, refund);
      await decide(world, refund, 'still_due');
      expect((await world.find(refund.id)).closedAt).toBeNull();
      const noted = {
        kind: 'attention',
        body: { note: 'Called Luis' },
        actor: world.firm.people.owner,
      } as const;
      expect(await world.instructAbout(refund, 'settleAttention', noted, attention.id)).toEqual({ ok: true });
      await isClosed(world, refund);
    } finally {
      mailServer.accept(LUIS);
    }
  });

  it('is a task also where the others have to be tried again, by another attempt or another worker', async () => {
    const world = await servers.anotherFirm();
    mailServer.refuse(LUIS);
    mailServer.deferOnce(NORA);
    try {
      const refund = await bookRefund(world, INVOICE);
      await mailSeen(world, refund, 'Payment refunded');
      expect(await attentionOf(world, refund)).toMatchObject({ subject: 'notification_failed' });
      expect(mailAbout(world, refund).filter(({ to }) => to === NORA)).toHaveLength(1);
    } finally {
      mailServer.accept(LUIS);
    }
  });

  it('makes a new task of it when the failure cannot be told to the same person either (B6, R9)', async () => {
    const world = await servers.anotherFirm();
    mailServer.refuse(NORA);
    try {
      const refund = await bookRefund(world, INVOICE);
      const attention = await attentionOf(world, refund);
      const noted = {
        kind: 'attention',
        body: { note: 'Called Nora' },
        actor: world.firm.people.owner,
      } as const;
      await world.instructAbout(refund, 'settleAttention', noted, attention.id);
      await fail(world, refund);
      const again = await attentionOf(world, refund);
      expect(again.summary).toMatch(/fail/);
      await world.instructAbout(refund, 'settleAttention', noted, again.id);
      await isClosed(world, refund);
    } finally {
      mailServer.accept(NORA);
    }
  });
});

describe('a mail server that is away', () => {
  it('holds up neither books nor settlement, and gets each email once when it is back', async () => {
    const world = await servers.anotherFirm();
    mailServer.away(true);
    const refund = await bookRefund(world, INVOICE);
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    await world.passHours(refund, 3);
    expect((await world.find(refund.id)).closedAt).toBeNull();
    mailServer.away(false);
    // It is tried again after half an hour at the longest; the workflow ends with it.
    await world.passHours(refund, 0.6);
    await isClosed(world, refund);
    expect(
      mailAbout(world, refund)
        .map(({ to }) => to)
        .sort(),
    ).toEqual([LUIS, NORA]);
  });

  it('for a day becomes a task of somebody, who is reminded of it like of any other (B5)', async () => {
    const world = await servers.anotherFirm();
    mailServer.away(true);
    const refund = await beginRefund(world, { parts: [{ of: 'unapplied', amount: 125_00 }] });
    await world.seen(refund, ({ status }) => status === 'processing');
    await settle(world, refund);
    await world.passHours(refund, 25);
    const attention = await attentionOf(world, refund);
    mailServer.away(false);
    const [first] = remindersOf('attention', attention.openedAt.toISOString());
    if (first === undefined) throw new Error('An obligation has reminders');
    await world.passTimeTo(refund, first.at);
    expect(await mailSeen(world, refund, 'Reminder')).toMatchObject([{ to: ADMIN }]);
  });
});

/** The one attention that is open. */
async function attentionOf(
  world: Pick<RefundWorld, 'find'>,
  refund: { readonly id: Parameters<RefundWorld['find']>[0] },
) {
  const open = await until(
    async () =>
      (await world.find(refund.id)).obligations.filter(
        ({ kind, status }) => kind === 'attention' && status === 'open',
      ),
    ({ length }) => length === 1,
    ({ length }) => `${length} attentions are open`,
  );
  const [attention] = open;
  if (attention === undefined) throw new Error('until saw one');
  return attention;
}
