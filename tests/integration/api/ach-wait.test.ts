// How long an ACH payment waits before it can be refunded (B7): set by the owner, for operating and for trust money.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { firms } from '@makewhole/db/schema/firms';
import { payments } from '@makewhole/db/schema/payments';
import { createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

let world: ApiWorld;
let firm: SmallFirm;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  firm = await createSmallFirm(world.db);
  owner = await sessionOf(world, firm, 'owner');
  await stepUp(world, owner);
});

type Answer = Schemas['Firm'] & Pick<Schemas['Problem'], 'code' | 'detail'>;
const change = (achWait: unknown) =>
  call<Answer>(world.url, 'PATCH /v1/firm', { headers: owner.headers, body: { achWait } });
const inBankDays = async () =>
  (await world.db.select({ days: firms.achReturnBankDays }).from(firms).where(eq(firms.id, firm.firmId)))[0]
    ?.days;

describe('the wait of an ACH payment', () => {
  it('is five bank days, until the owner says otherwise for one of the two kinds of account', async () => {
    const { body } = await change({ operating: { bankDays: 5 } });
    expect(body.achWait).toEqual({ operating: { bankDays: 5 }, trust: { bankDays: 5 } });
    const longer = await change({ trust: { calendarDays: 60 } });
    expect(longer.body.achWait).toEqual({ operating: { bankDays: 5 }, trust: { calendarDays: 60 } });
  });

  it.each([
    [{ trust: { bankDays: 2 } }, 'Wait at least 3 bank days'],
    [
      { trust: { bankDays: 41 } },
      'Wait at most 40 bank days. For a longer wait give calendar days, up to 60.',
    ],
    [{ operating: { calendarDays: 61 } }, 'Wait at most 60 calendar days'],
    [{ operating: { calendarDays: 5, bankDays: 5 } }, 'operating'],
  ])('is refused beyond its limits, in words: %o', async (achWait, words) => {
    const { status, body } = await change(achWait);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).toContain(words);
  });

  it('gets shorter from the next bank day on, and longer at once', async () => {
    await change({ trust: { bankDays: 10 } });
    const { body } = await change({ trust: { bankDays: 3 } });
    expect(body.achWait.trust).toEqual({ bankDays: 10 });
    expect(body.pending.achWait.trust?.to).toEqual({ bankDays: 3 });
    const withdrawn = await change({ trust: { bankDays: 10 } });
    expect(withdrawn.body.pending.achWait).toEqual({ operating: null, trust: null });
  });

  it('is kept in bank days too, which a process of an earlier release reads and an operator may write', async () => {
    await change({ trust: { calendarDays: 60 } });
    expect(await inBankDays()).toBe(45);
    await world.db.update(firms).set({ achReturnBankDays: 7 }).where(eq(firms.id, firm.firmId));
    const { body } = await call<Answer>(world.url, 'GET /v1/firm', { headers: owner.headers });
    expect(body.achWait).toEqual({ operating: { bankDays: 7 }, trust: { bankDays: 7 } });
  });

  it('decides from which day a payment can be refunded, and its refusal names the day', async () => {
    await change({ trust: { calendarDays: 60 } });
    const settledAt = new Date('2026-11-09T12:00:00Z');
    const eligibilityAt = async (of: 'trust' | 'unapplied', now: string) => {
      const transactionId = await givePayment(world.db, null, firm, {
        method: 'ach',
        parts: [{ of, amount: 125_00 }],
      });
      await world.db.update(payments).set({ settledAt }).where(eq(payments.transactionId, transactionId));
      const { firmId } = firm;
      return (await previewRefund(world.db, { firmId, transactionId, now: new Date(now), creditDaysOf }))
        ?.eligibility;
    };
    expect(await eligibilityAt('trust', '2027-01-08T15:00:00Z')).toMatchObject({
      code: 'ach_return_window',
      refundableFrom: '2027-01-11',
      message: expect.stringContaining('It can be refunded from 2027-01-11.'),
    });
    expect(await eligibilityAt('trust', '2027-01-11T15:00:00Z')).toEqual({ refundable: true });
    expect(await eligibilityAt('unapplied', '2026-11-17T15:00:00Z')).toEqual({ refundable: true });
  });
});
