// Emails to the client (M3): chosen by a person at the address that they were shown, and never before the processor has
// the refund.
import { beforeEach, describe, expect, it } from 'vitest';
import { readClientEmail } from '@makewhole/db/client-links/client-email-facts';
import { emailClient } from '@makewhole/db/client-links/email-client';
import { openClientLink } from '@makewhole/db/client-links/open-client-link';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { listNotifications } from '@makewhole/db/notifications/prepare-notifications';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { sendClientEmail } from '@makewhole/worker/activities/send-client-email';
import type { Email, SendResult } from '@makewhole/worker/emails/mailer';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptByStores, payOut, recordRefund, type WalkedRefund } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();
const UNAPPLIED = [{ of: 'unapplied', amount: 60_00 }] as const;
const CLIENT = 'dana@client.example';
const at = new Date();

let firm: SmallFirm;
let refund: WalkedRefund;
beforeEach(async () => {
  firm = await createSmallFirm(db);
  refund = await recordRefund(db, firm, UNAPPLIED);
  await sql`UPDATE payments SET payer_email = ${CLIENT} WHERE firm_id = ${firm.firmId}`;
});

const turn = (clientEmails: boolean) =>
  changeFirm(db, byOwner(firm), { clientEmails, clientLinks: clientEmails }, { steppedUp: true });
const choose = async (email = CLIENT) =>
  (await emailClient(db, refund, { email, actor: firm.people.admin, at })).kind;
const sentToClient = async () =>
  (await listNotifications(db, refund)).filter(({ recipientEmail }) => recipientEmail === CLIENT);
const eventsToClient = async () => (await sentToClient()).map(({ event }) => event);

describe('the client', () => {
  it('is emailed only where the firm does so, and only at the address of the payer', async () => {
    expect(await choose()).toBe('off');
    await turn(true);
    expect(await choose('other@client.example')).toBe('no_address');
    expect(await choose()).toBe('on');
    expect(await choose()).toBe('on');
    expect(await readClientEmail(db, refund)).toMatchObject({ clientEmail: CLIENT });
  });

  it('hears nothing of a request, then that it is on its way, and that it was paid', async () => {
    await turn(true);
    await choose();
    expect(await eventsToClient()).toEqual([]);
    await acceptByStores(db, refund);
    expect(await eventsToClient()).toEqual(['client_refund_requested']);
    await payOut(db, refund);
    expect(await eventsToClient()).toEqual(['client_refund_requested', 'client_refund_arrived']);
  });

  it('hears that it failed', async () => {
    await turn(true);
    await choose();
    await acceptByStores(db, refund);
    await failRefund(db, refund, { code: 'card_closed', message: 'The card is closed.', at: new Date() });
    expect(await eventsToClient()).toEqual(['client_refund_requested', 'client_refund_failed']);
  });

  it('chosen late, hears at once where the refund is', async () => {
    await turn(true);
    await acceptByStores(db, refund);
    await choose();
    expect(await eventsToClient()).toEqual(['client_refund_requested']);
  });
});

describe('an email to the client', () => {
  async function send(result: SendResult['kind']) {
    const [email] = await sentToClient();
    if (email === undefined) throw new Error('No email was recorded');
    const taken: Email[] = [];
    const mailer = {
      close: () => undefined,
      send: (message: Email): Promise<SendResult> => {
        taken.push(message);
        return Promise.resolve(result === 'taken' ? { kind: result } : { kind: result, message: 'Away' });
      },
    };
    const dependencies = { db, mailer, portalUrl: 'https://portal.example' };
    const notification = { ...email, firmId: refund.firmId, refundId: refund.refundId };
    await sendClientEmail(dependencies, notification, 'client_refund_requested', new Date());
    return taken[0];
  }

  beforeEach(async () => {
    await turn(true);
    const letterhead = { address: '', phone: '', email: 'office@adler.example' };
    await changeFirm(db, byOwner(firm), { letterhead }, { steppedUp: true });
    await acceptByStores(db, refund);
    await choose();
  });

  it('has a link that works once the mail server has it, and answers go to the firm', async () => {
    const message = await send('taken');
    const [, token = ''] = /\/r\/([\w-]{43})/.exec(message?.text ?? '') ?? [];
    expect(await openClientLink(db, token, new Date())).toMatchObject({ status: 'on_its_way' });
    expect(message?.replyTo?.address).toBe('office@adler.example');
  });

  it('that was not sent leaves no link behind', async () => {
    await send('unavailable');
    const [{ count } = { count: -1 }] = await sql`SELECT count(*)::int AS count FROM client_links
      WHERE refund_id = ${refund.refundId}`;
    expect(count).toBe(0);
  });
});
