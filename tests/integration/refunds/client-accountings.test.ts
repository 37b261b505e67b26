// The written accounting to a client after trust money was distributed (EM2): kept as it was sent, and only where asked.
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { confirmStateProfile } from '@makewhole/db/state-profiles/confirmations';
import { listAccountings } from '@makewhole/db/trust/client-accountings';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { WASHINGTON } from '@makewhole/domain/state-profiles/washington';
import { OREGON } from '@makewhole/domain/state-profiles/oregon';
import { byOwner, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { TRUST, db, requested, takeStep } from './failed-refunds.ts';
import { sweepAt } from './sweep-at.ts';
import { acceptByStores, moveBooks } from './walk-by-stores.ts';

const HOUR_MS = 3_600_000;
let firm: SmallFirm;
beforeEach(async () => {
  firm = await createSmallFirm(db);
  await db.execute(sql`UPDATE clients SET email = 'dana@client.example' WHERE firm_id = ${firm.firmId}`);
});

const turn = (to: 'on' | 'off') =>
  changeFirm(db, byOwner(firm), { clientAccountings: to }, { steppedUp: true });

/** $1,250.00 of the matter's trust money leave for a refund. */
async function distribute() {
  const refund = await requested(firm, await givePayment(db, null, firm, { parts: TRUST }));
  await acceptByStores(db, refund);
  await moveBooks(db, refund);
  await markSucceeded(db, refund, new Date());
  expect(await takeStep(firm, refund, 'payment')).toEqual({ ok: true });
}

const kept = async () => (await listAccountings(db, { firmId: firm.firmId, limit: 10 })).data;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
async function sentAt(now: Date) {
  const sent = await sweepAt(db, now);
  return sent.filter(({ to }) => to.address === 'dana@client.example');
}

describe('an accounting to a client', () => {
  it('is sent an hour after the distribution, once, as it is kept, without the name of the matter', async () => {
    await turn('on');
    await distribute();
    expect(await sentAt(new Date())).toEqual([]);
    const [email, ...more] = [...(await sentAt(inHours(2))), ...(await sentAt(inHours(3)))];
    expect(more).toEqual([]);
    const [accounting, ...others] = await kept();
    expect(others).toEqual([]);
    expect(email).toMatchObject({ subject: accounting?.subject, text: accounting?.text });
    expect(accounting?.text).toContain('Refund paid  -$1,250.00');
    expect(accounting?.text).toContain('file 2026-014');
    expect(accounting?.text).not.toMatch(/Whitfield lease|Paid twice by mistake/);
    expect(accounting).toMatchObject({ sentAt: expect.any(Date), recipientEmail: 'dana@client.example' });
    const events = await db.execute(sql`
      SELECT data FROM firm_events WHERE firm_id = ${firm.firmId} AND type = 'client.accounting_written'`);
    expect([...events]).toMatchObject([
      { data: { sha256: accounting?.sha256, accountingId: accounting?.id } },
    ]);
    const rewritten = db.execute(sql`UPDATE client_accountings SET text = 'x'`);
    await expect(rewritten).rejects.toThrow();
  });

  it('begins where the last one ended', async () => {
    await turn('on');
    await distribute();
    await sweepAt(db, inHours(2));
    await db.execute(sql`ALTER TABLE client_accountings DISABLE TRIGGER client_accountings_append_only`);
    await db.execute(sql`UPDATE client_accountings SET through = now() WHERE firm_id = ${firm.firmId}`);
    await db.execute(sql`ALTER TABLE client_accountings ENABLE TRIGGER client_accountings_append_only`);
    await distribute();
    await sweepAt(db, inHours(2));
    const [second, first] = await kept();
    expect(second?.balanceBefore).toBe(first?.balanceAfter);
    expect(second?.text.match(/Refund paid/g)).toHaveLength(1);
  });

  it('is kept, and not sent, where the firm has no address of the client', async () => {
    await db.execute(sql`UPDATE clients SET email = NULL WHERE firm_id = ${firm.firmId}`);
    await turn('on');
    await distribute();
    expect(await sentAt(inHours(2))).toEqual([]);
    expect(await kept()).toMatchObject([{ recipientEmail: null, sentAt: null }]);
  });
});

describe('a firm that did not choose', () => {
  it('follows the state that its lawyer confirmed, from then on', async () => {
    await distribute();
    await sweepAt(db, inHours(2));
    expect(await kept()).toEqual([]);
    await confirmStateProfile(db, byOwner(firm), { profile: OREGON, barNumber: '123' });
    await distribute();
    await sweepAt(db, inHours(2));
    expect(await kept()).toEqual([]);
    await confirmStateProfile(db, byOwner(firm), { profile: WASHINGTON, barNumber: '123' });
    await sweepAt(db, inHours(2));
    expect(await kept()).toEqual([]);
    await distribute();
    await sweepAt(db, inHours(2));
    expect(await kept()).toHaveLength(1);
  });

  it('sends none once it chose so', async () => {
    await confirmStateProfile(db, byOwner(firm), { profile: WASHINGTON, barNumber: '123' });
    await turn('off');
    await distribute();
    await sweepAt(db, inHours(2));
    expect(await kept()).toEqual([]);
  });
});
