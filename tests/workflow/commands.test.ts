// What people tell a running refund (R5, R8, B5): each is taken once, in its order, and what contradicts it is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { money } from '@makewhole/domain/money';
import { UPDATES } from '@makewhole/domain/commands';
import { asId, type ObligationId } from '@makewhole/domain/ids';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import {
  bookRefund,
  booksOf,
  clearingOf,
  decide,
  historyText,
  isClosed,
  settle,
  stepsFromAcceptance,
  takeStep,
  trustOf,
  verifiedEvents,
} from './refund-walk.ts';
import { today } from '../support/today.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const TRUST = { parts: [{ of: 'trust', amount: 400_00 }] } as const;
const OK = { ok: true };

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('an invoice decision', () => {
  it('said again is fine and changes nothing; a different one is refused, and says so', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    expect(await decide(world, refund, 'write_off')).toEqual(OK);
    const decided = await world.find(refund.id);
    expect(await decide(world, refund, 'write_off')).toEqual(OK);
    for (const other of ['credit_note', 'still_due'] as const) {
      expect(await decide(world, refund, other)).toEqual({
        ok: false,
        code: 'already_decided',
        message: 'This was decided differently before. A decision that was taken stands.',
      });
    }
    const after = await world.find(refund.id);
    expect([booksOf(after), after.obligations]).toEqual([booksOf(decided), decided.obligations]);
  });

  it('that comes five times at once posts once', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    const said = await Promise.all(Array.from({ length: 5 }, () => decide(world, refund, 'credit_note')));
    expect(said).toEqual(Array.from({ length: 5 }, () => OK));
    const { postings } = await world.find(refund.id);
    expect(postings.filter(({ step }) => step === 'credit_note')).toHaveLength(1);
  });

  it('and its opposite at once: one of the two stands', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    const said = await Promise.all([decide(world, refund, 'write_off'), decide(world, refund, 'still_due')]);
    expect(said.filter(({ ok }) => ok)).toHaveLength(1);
    expect(said).toContainEqual(expect.objectContaining({ code: 'already_decided' }));
  });

  it('names who decided in the timeline, and keeps their words out of the history of the workflow', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    const body = { decision: 'still_due', note: 'Ms. Whitfield pays by check' } as const;
    const instruction = { kind: 'invoice_decision', body, actor: world.firm.people.admin } as const;
    expect(await world.instruct(refund, 'decideInvoice', instruction, 'invoice_decision')).toEqual(OK);
    const done = (await verifiedEvents(world, refund)).find(({ type }) => type === 'obligation.done');
    expect(done).toMatchObject({
      actor: world.firm.people.admin,
      data: { decision: 'still_due' },
      note: body.note,
    });
    const history = await historyText(world, refund);
    expect(history).toContain(refund.id);
    for (const words of [body.note, refund.reason, 'nora@adler.example', 'Dana Whitfield']) {
      expect(history).not.toContain(words);
    }
  });
});

describe.concurrent('a trust step (R5)', () => {
  it('is taken in order only', async () => {
    const world = await servers.anotherFirm(400_00);
    const refund = await settle(world, await bookRefund(world, TRUST));
    const outOfOrder = { ok: false, code: 'out_of_order' };
    expect(await takeStep(world, refund, 'transfer')).toMatchObject(outOfOrder);
    expect(await takeStep(world, refund, 'deposit')).toMatchObject(outOfOrder);
    expect(await takeStep(world, refund, 'payment')).toEqual(OK);
    expect(await takeStep(world, refund, 'transfer')).toMatchObject(outOfOrder);
    expect(await takeStep(world, refund, 'deposit')).toEqual(OK);
    expect(await takeStep(world, refund, 'transfer')).toEqual(OK);
  });

  it.each([
    ['a smaller amount', { amount: money(399_99) }],
    ['a larger amount', { amount: money(400_01) }],
  ])('of %s is refused, and moves nothing', async (_, changes) => {
    const world = await servers.anotherFirm(400_00);
    const refund = await settle(world, await bookRefund(world, TRUST));
    expect(await takeStep(world, refund, 'payment', changes)).toMatchObject({
      ok: false,
      code: 'amount_mismatch',
    });
    expect(await trustOf(world)).toEqual({ balance: 400_00, held: 400_00 });
    expect(booksOf(await world.find(refund.id))).toEqual(booksOf(refund));
  });

  it('said five times at once is taken once; with another reference it is refused', async () => {
    const world = await servers.anotherFirm(1_000_00);
    const refund = await settle(world, await bookRefund(world, TRUST));
    const said = await Promise.all(Array.from({ length: 5 }, () => takeStep(world, refund, 'payment')));
    expect(said).toEqual(Array.from({ length: 5 }, () => OK));
    expect(await trustOf(world)).toEqual({ balance: 600_00, held: 0 });
    for (const changes of [{ reference: 'CHK 1045' }, { date: '2026-11-19' }]) {
      expect(await takeStep(world, refund, 'payment', changes)).toMatchObject({ code: 'already_decided' });
    }
  });

  it('of a payment that did not go to trust is not owed', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    const [decision] = refund.obligations;
    const instruction = stepAbout(world, refund);
    const said = await world.instructAbout(refund, 'recordTrustStep', instruction, decision?.id ?? null);
    expect(said).toMatchObject({ ok: false, code: 'no_such_obligation' });
  });
});

describe.concurrent('an instruction', () => {
  it('about an obligation that is unknown, or another refund’s, is refused', async () => {
    const world = await servers.anotherFirm();
    const [refund, other] = await Promise.all([bookRefund(world, INVOICE), bookRefund(world, INVOICE)]);
    for (const id of [asId<ObligationId>('obl_unknown'), other.obligations[0]?.id ?? null]) {
      const said = await world.instructAbout(refund, 'decideInvoice', decisionBy(world), id);
      expect(said).toMatchObject({ ok: false, code: 'no_such_obligation' });
    }
  });

  it('about nothing at all is turned away before it is noted in the history', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    await expect(world.instructAbout(refund, 'decideInvoice', decisionBy(world), null)).rejects.toMatchObject(
      {
        cause: { type: 'no_such_obligation' },
      },
    );
    const { events } = await world.handleOf(refund).fetchHistory();
    const updates = events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
    expect(updates).toEqual([]);
  });

  it('that is none is turned away too, and holds nothing up', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    for (const rubbish of [
      null,
      'rubbish',
      [],
      { obligationId: 'x' },
      { instructionId: 7, obligationId: null },
    ]) {
      const handed = world.handleOf(refund).executeUpdate(UPDATES.decideInvoice, { args: [rubbish] });
      await expect(handed).rejects.toMatchObject({ cause: { type: 'malformed' } });
    }
    const { events } = await world.handleOf(refund).fetchHistory();
    const updates = events?.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes != null);
    expect(updates).toEqual([]);
  });

  it('before the processor has the refund is refused, and the refund goes on', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(INVOICE);
    await world.sandbox.arm({ kind: 'slow', transactionId, ms: 1_500 });
    const refund = await world.request(transactionId);
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'submitting');
    const early = asId<ObligationId>('obl_early');
    expect(await world.instructAbout(refund, 'decideInvoice', decisionBy(world), early)).toMatchObject({
      code: 'no_such_obligation',
    });
    await world.seen(refund, ({ obligations }) => obligations.length === 1);
    expect(await decide(world, refund, 'still_due')).toEqual(OK);
  });

  it('after the refund was closed finds nobody who takes it', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    await decide(world, refund, 'still_due');
    await settle(world, refund);
    await isClosed(world, refund);
    await world.handleOf(refund).result();
    await expect(decide(world, refund, 'still_due')).rejects.toThrow(/already completed/);
  });

  it('taken while another step of the books still fails is not waited for afterwards', async () => {
    const world = await servers.anotherFirm(400_00);
    await stepsFromAcceptance(world);
    const refund = await world.request(await world.pay(TRUST));
    const letPass = await refuseDebit(world, refund);
    await world.start(refund);
    await world.seen(refund, ({ obligations }) => obligations.length === 3);
    for (const step of TRUST_STEPS) expect(await takeStep(world, refund, step)).toEqual(OK);
    expect((await world.find(refund.id)).postings.map(({ step }) => step).sort()).toEqual([
      'trust_deposit',
      'trust_payment',
    ]);
    await letPass();
    await settle(world, refund);
    expect(clearingOf(await isClosed(world, refund), 'trust')).toBe(0);
  });
});

function decisionBy({ firm }: FirmWorld) {
  return {
    kind: 'invoice_decision',
    body: { decision: 'still_due', note: null },
    actor: firm.people.admin,
  } as const;
}

function stepAbout({ firm }: FirmWorld, { amount, currency }: RefundView) {
  const body = {
    step: 'payment',
    amount,
    currency,
    date: today(),
    reference: 'CHK 1',
    evidenceId: null,
  } as const;
  return { kind: 'trust_step', body, actor: firm.people.lawyer } as const;
}

/** Makes the database refuse to post the debit of a refund. @returns what lets it pass again */
async function refuseDebit({ db }: FirmWorld, { id }: RefundView): Promise<() => Promise<unknown>> {
  await db.execute(
    sql`CREATE FUNCTION refuse_debit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END'`,
  );
  await db.execute(
    sql.raw(
      `CREATE TRIGGER refuse_debit BEFORE INSERT ON postings FOR EACH ROW
       WHEN (NEW.step = 'operating_debit' AND NEW.refund_id = '${id}') EXECUTE FUNCTION refuse_debit()`,
    ),
  );
  return () => db.execute(sql`DROP TRIGGER refuse_debit ON postings`);
}
