// The opening books of a trust account (ADR 54): a schedule that reconciles to the statement of its day, signed by a lawyer
// and then posted once, with what the books have already taken off.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firmEvents } from '@makewhole/db/schema/firms';
import { obligations } from '@makewhole/db/schema/obligations';
import { createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call } from './call.ts';
import { BOOKS, SCHEDULE, createOpeningFirm, type OpeningAnswer, type OpeningFirm } from './opening-firm.ts';
import { sessionOf, stepUp } from './session.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

let firm: OpeningFirm['firm'];
let key: OpeningFirm['key'];
let trust: OpeningFirm['trust'];
let lawyer: OpeningFirm['lawyer'];
let say: OpeningFirm['say'];
let said: OpeningFirm['said'];
let sign: OpeningFirm['sign'];
let signed: OpeningFirm['signed'];
let ledgers: OpeningFirm['ledgers'];
let pay: OpeningFirm['pay'];
beforeEach(async () => {
  ({ firm, key, trust, lawyer, say, said, sign, signed, ledgers, pay } = await createOpeningFirm(world));
});

async function tasks() {
  const rows = await world.db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
  return rows.map(({ kind, status }) => `${kind} ${status}`);
}

describe('an opening schedule', () => {
  it('is refused with the difference while it does not reconcile, and nothing is kept', async () => {
    const { status, body } = await say({ statementBalance: 1_699_99 });
    expect([status, body.code, body.difference]).toEqual([422, 'opening_not_reconciled', -1]);
    expect(body.detail).toContain('$1,799.99, and the ledgers have $1,800.00');
    const list = await call<{ data: unknown[] }>(world.url, 'GET /v1/opening-schedules', { key });
    expect(list.body.data).toEqual([]);
  });

  it('posts nothing before a lawyer signs it, and then its balances once', async () => {
    const opening = await said();
    expect(opening).toMatchObject({
      ...{ status: 'open', missing: [] },
      totals: {
        deposits: 500_00,
        disbursements: 400_00,
        adjustedBank: 1_800_00,
        ledgers: 1_800_00,
        difference: 0,
      },
    });
    expect(opening.ledgers.map(({ toPost }) => toPost)).toEqual([1_200_00, 0, 100_00, 0, 400_00]);
    expect(await tasks()).toEqual(['opening_review open']);
    expect(await ledgers()).toEqual({});
    const byKey = await call(world.url, `POST /v1/opening-schedules/${opening.id}/sign`, {
      ...{ key, body: { hash: opening.hash, barNumber: '4711' } },
    });
    expect(byKey.status).toBe(403);
    expect((await sign(opening)).body.code).toBe('step_up_required');
    const admin = await sessionOf(world, firm, 'admin');
    await stepUp(world, admin);
    expect((await sign(opening, admin)).body.code).toBe('forbidden');
    await stepUp(world, lawyer);
    expect((await sign({ ...opening, hash: '0'.repeat(64) })).body.code).toBe('opening_changed');
    const done = await sign(opening);
    expect(done.body).toMatchObject({ status: 'signed', hash: opening.hash, barNumber: '4711' });
    expect(await ledgers()).toEqual(BOOKS);
    expect((await sign(opening)).status).toBe(200);
    expect(await ledgers()).toEqual(BOOKS);
    expect(await tasks()).toEqual(['opening_review done']);
    const another = await say();
    expect([another.status, another.body.code]).toEqual([422, 'opening_refused']);
    const events = await world.db.select().from(firmEvents).where(eq(firmEvents.firmId, firm.firmId));
    expect(events.map(({ type }) => type)).toEqual(['opening_schedule.created', 'opening_schedule.signed']);
    expect(JSON.stringify(events)).not.toContain('Expert Inc.');
  });

  it('is withdrawn if it was wrong, and another takes its place', async () => {
    const wrong = await said({ statementBalance: 2_700_00, unidentified: 1_400_00 });
    expect((await say()).body.detail).toContain(wrong.id);
    const withdraw = () =>
      call<OpeningAnswer>(world.url, `POST /v1/opening-schedules/${wrong.id}/withdraw`, {
        key,
        body: { reason: 'A digit too many' },
      });
    expect((await withdraw()).body).toMatchObject({
      status: 'withdrawn',
      withdrawalReason: 'A digit too many',
    });
    expect((await withdraw()).status).toBe(200);
    expect(await tasks()).toEqual(['opening_review void']);
    await stepUp(world, lawyer);
    expect((await sign(wrong)).body.code).toBe('opening_ended');
    await signed();
    expect(await ledgers()).toEqual(BOOKS);
    const { body } = await call<{ data: OpeningAnswer[] }>(world.url, 'GET /v1/opening-schedules', { key });
    expect(body.data.map(({ status }) => status)).toEqual(['signed', 'withdrawn']);
  });

  it.each([
    ['a day that is not over', { cutOverOn: '2999-01-01' }, 'opening_refused'],
    ['an item after the cut-over', { cutOverOn: '2026-09-29' }, 'opening_refused'],
    [
      'a matter that is not here',
      { balances: [{ matterExternalId: 'm-none', balance: 0 }] },
      'matter_not_found',
    ],
    ['negative interest', { interest: -1 }, 'invalid_request'],
    ['another account', { bankAccountId: 'ba_none' }, 'bank_account_not_found'],
    ['a matter twice', { balances: [SCHEDULE.balances[0], SCHEDULE.balances[0]] }, 'invalid_request'],
  ])('is refused for %s', async (_what, changes, code) => {
    expect((await say(changes)).body.code).toBe(code);
  });

  it('is of one firm alone', async () => {
    const opening = await said();
    const other = await giveKey(world.db, await createSmallFirm(world.db, 0));
    const theirs = await call(world.url, `GET /v1/opening-schedules/${opening.id}`, { key: other });
    expect([theirs.status, theirs.body.code]).toEqual([404, 'opening_schedule_not_found']);
    expect((await say({}, other)).body.code).toBe('bank_account_not_found');
    const list = await call<{ data: unknown[] }>(world.url, 'GET /v1/opening-schedules', { key: other });
    expect(list.body.data).toEqual([]);
  });
});

describe('what is in the books before the cut-over', () => {
  it('is said on the schedule, and only the rest is posted', async () => {
    await pay('early', '2026-09-10', 300_00);
    await pay('spent', '2026-09-11', 900_00, '2026-B');
    const opening = await signed();
    expect(opening.ledgers.slice(0, 2)).toMatchObject([
      { matterNumber: '2026-014', balance: 800_00, booked: 300_00, outstanding: -400_00, toPost: 900_00 },
      { matterNumber: '2026-B', balance: 500_00, booked: 900_00, outstanding: 500_00, toPost: -900_00 },
    ]);
    expect(await ledgers()).toEqual(BOOKS);
  });

  it('must be named on the schedule, at zero if nothing is left of it', async () => {
    await pay('spent', '2026-09-11', 900_00, '2026-B');
    const balances = [{ matterExternalId: 'm-14', balance: 1_300_00 }];
    const items = SCHEDULE.items.map((item) => ({ ...item, matterExternalId: 'm-14' }));
    const opening = await said({ balances, items });
    expect(opening.missing).toEqual([{ externalId: '2026-B', booked: 900_00 }]);
    await stepUp(world, lawyer);
    const { body } = await sign(opening);
    expect(body.code).toBe('opening_refused');
    expect(body.detail).toContain('2026-B');
  });

  it('changes what is signed', async () => {
    const opening = await said();
    await pay('early', '2026-09-10', 300_00);
    await stepUp(world, lawyer);
    expect((await sign(opening)).body.code).toBe('opening_changed');
  });
});

describe('a schedule that cannot be signed', () => {
  it('leaves less than a refund holds', async () => {
    const transactionId = await pay('early', '2026-09-10', 400_00);
    expect((await askForRefund({ ...world, key }, { transactionId })).status).toBe(202);
    const spent = [{ matterExternalId: 'm-14', balance: 0 }, SCHEDULE.balances[1]];
    const opening = await said({ statementBalance: 900_00, balances: spent });
    await stepUp(world, lawyer);
    const { body } = await sign(opening);
    expect(body.detail).toContain('Refunds hold more money of m-14');
    expect(await ledgers()).toEqual({ '2026-014': 400_00, trust_bank: -400_00 });
  });

  it('begins in a month that is signed', async () => {
    await world.db
      .execute(sql`INSERT INTO month_ends (id, firm_id, bank_account_id, version, period_start, ending_on,
        opening_balance, closing_balance, scope, status, created_by, created_at, prepared_by, prepared_at, signed_by,
        signed_at, bar_number, content, content_hash)
      VALUES (${`me_${firm.firmId}`}, ${firm.firmId}, ${trust}, 1, '2026-09-01', '2026-09-30', 0, 0, 'schedule', 'signed',
        'x', now(), ${firm.people.admin}, now(), ${firm.people.lawyer}, now(), '123', '{}', 'x')`);
    expect((await say()).body.detail).toContain('signed up to 2026-09-30');
  });

  it("is one's own, where the firm separates duties", async () => {
    await world.db.execute(sql`UPDATE firms SET separate_duties = true WHERE id = ${firm.firmId}`);
    await stepUp(world, lawyer);
    const body = { bankAccountId: trust, ...SCHEDULE };
    const own = await call<OpeningAnswer>(world.url, 'POST /v1/opening-schedules', {
      headers: lawyer.headers,
      body,
    });
    expect((await sign(own.body)).body.code).toBe('separate_duties');
    const other = await sessionOf(world, firm, 'lawyer');
    await stepUp(world, other);
    expect((await sign(own.body, other)).status).toBe(200);
  });
});

it('posts every receipt once, whoever signs while payments come in', async () => {
  const opening = await said();
  await stepUp(world, lawyer);
  const [done] = await Promise.all([
    sign(opening),
    ...['a', 'b', 'c'].map((name) => pay(name, '2026-09-15', 10_00)),
  ]);
  // Signed before the receipts, or refused because of them.
  if (done.status !== 200) {
    const path = `GET /v1/opening-schedules/${opening.id}`;
    const { body } = await call<OpeningAnswer>(world.url, path, { key });
    expect((await sign(body)).status).toBe(200);
  }
  expect(await ledgers()).toEqual(BOOKS);
});
