// A payment company that nets (BK4, ADR 37): the bank sees one line, which is two clients' deposits and the refund of one.
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { UPKEEP_SCHEDULE_ID, UPKEEP_WORKFLOW } from '@makewhole/domain/contracts/upkeep';
import type { Schemas } from '../../integration/api/call.ts';
import { byOwner, sumWithoutPayment } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import type { Draw } from '../draw.ts';
import { patiently } from '../patience.ts';
import { request, runUntilClosed } from '../run-until-closed.ts';
import type { CampaignWorld } from '../world.ts';
import type { Kind } from './kind.ts';
import { addMatter } from './losses.ts';
import { approve } from './people.ts';

/** Where in a night's booking the worker is struck. */
const STRIKE_WITHIN_MS = 600;

export const PAYOUTS: readonly Kind[] = [
  {
    name: 'payout_nets_two_clients',
    what: 'one payout nets the deposits of two clients and the refund of one, and while it is booked the worker is killed, or another night lists it too',
    async run(world, draw) {
      const own: CampaignWorld = { ...world, ...(await patiently(world.openFirm)) };
      await net(own);
      const kept = draw.between(1, 5_000_00);
      const paidBack = draw.between(1, 5_000_00);
      const feePerPayment = draw.oneOf([0, 30]);
      const ofMatter = await addMatter(own);
      const transactionIds = [
        await own.pay({ method: 'card', parts: [{ of: 'trust', amount: kept }], ofMatter }),
        await own.pay({ method: 'card', parts: [{ of: 'trust', amount: paidBack }] }),
      ] as const;
      const before = await readTrust(own);
      const { id } = await request(own, transactionIds[1]);
      const awaited = await runUntilClosed(own, id, {
        until: ({ status }) => status === 'awaiting_approval',
      });
      await approve(own, awaited, own.firm.people.lawyer);
      await runUntilClosed(own, id);
      const made = await makePayout(own, { feePerPayment });
      await bookInTrouble(own, draw);
      const booked = await untilBooked(own, made);
      const expected = kept - 2 * feePerPayment;
      if (made.amount !== expected || booked.amount !== expected || booked.items.length !== 3)
        throw new Error(`The payout should be of ${expected}, and is booked as ${JSON.stringify(booked)}`);
      await expectBank(own, expected);
      await expectMatters(own, before, { kept: ofMatter, paidBack });
      return transactionIds;
    },
  },
];

type Payout = Schemas['Payout'];
type Made = { readonly id: string; readonly amount: number };

/** The firm's company nets, and pays refunds of trust money out of it. */
async function net({ db, firm }: CampaignWorld): Promise<void> {
  const drawsOn = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
  const changed = await patiently(() =>
    changeConnection(db, byOwner(firm), firm.connectionId, { settles: 'net', drawsOn }),
  );
  if (changed.kind !== 'changed') throw new Error(`The connection does not net: ${changed.kind}`);
}

async function makePayout(
  { company, firm }: CampaignWorld,
  of: { readonly feePerPayment: number },
): Promise<Made> {
  const wanted = { ...of, account: firm.processorAccount, bankAccount: 'trust', arrivesOn: today() };
  // Its own tests hold the shape.
  return patiently(async () => (await company.post('/control/payout', wanted)) as Made);
}

/** A night's booking in which the worker is killed, or two of them at once. */
async function bookInTrouble(world: CampaignWorld, draw: Draw): Promise<void> {
  const afterMs = draw.between(0, STRIKE_WITHIN_MS);
  if (draw.oneOf([true, false])) {
    await Promise.all([night(world), night(world)]);
    return;
  }
  const booking = night(world);
  await sleep(afterMs);
  await world.strike('worker', 'kill9', 200);
  await booking;
}

/** The night's work, as its schedule starts it. What could not be booked now is left to the next one. */
async function night({ client }: CampaignWorld): Promise<void> {
  const workflowId = `${UPKEEP_SCHEDULE_ID}:${randomUUID()}`;
  const options = { workflowId, taskQueue: 'refunds', args: [] };
  await client.workflow.execute(UPKEEP_WORKFLOW, options).catch(() => undefined);
}

/** Nights come until the payout is booked, and one more that changes nothing. */
async function untilBooked(world: CampaignWorld, { id }: Made): Promise<Payout> {
  const find = async () => {
    const { body } = await world.ask<Schemas['PayoutPage']>('GET /v1/payouts');
    return body.data.find(({ processorPayoutId }) => processorPayoutId === id);
  };
  await patiently(async () => {
    await night(world);
    const payout = await find();
    if (payout?.bookedAt == null) throw new Error(`The payout ${id} is ${JSON.stringify(payout)}`);
  });
  await night(world);
  const booked = await find();
  if (booked === undefined) throw new Error(`The payout ${id} is gone`);
  return booked;
}

/** The bank has the payout once, and the company's balance is empty. */
async function expectBank({ db, firm }: CampaignWorld, arrived: number): Promise<void> {
  const [books] = await patiently(() =>
    db.execute<{ balance: number; bank: number; payouts: number }>(sql`
      SELECT coalesce(sum(e.amount) FILTER (WHERE e.account = 'processor_balance'), 0)::float8 AS balance,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'trust_bank'), 0)::float8 AS bank,
        count(DISTINCT p.id) FILTER (WHERE p.step = 'payout')::int AS payouts
      FROM ledger_entries e JOIN postings p ON p.id = e.posting_id WHERE e.firm_id = ${firm.firmId}`),
  );
  const bank = arrived + (await patiently(() => sumWithoutPayment(db, firm)));
  if (books?.balance !== 0 || books.bank !== bank || books.payouts !== 1)
    throw new Error(`The bank has ${bank} after one payout, and the books say ${JSON.stringify(books)}`);
}

type Trust = ReadonlyMap<string, number>;

/** What each matter has in trust, by its number. @throws Error if the report does not balance */
async function readTrust(world: CampaignWorld): Promise<Trust> {
  const { body } = await world.ask<Schemas['TrustReport']>('GET /v1/reports/trust');
  if (!body.isBalanced) throw new Error(`The trust report does not balance: ${JSON.stringify(body)}`);
  return new Map(body.matters.map(({ number, ledger }) => [number ?? 'unknown', ledger]));
}

/** Only the matter whose deposit was refunded has less than before. */
async function expectMatters(
  world: CampaignWorld,
  before: Trust,
  { kept, paidBack }: { readonly kept: string; readonly paidBack: number },
): Promise<void> {
  const after = await readTrust(world);
  const less = [...before].map(([number, had]) => [number, had - (after.get(number) ?? 0)] as const);
  const wrong = less.filter(([number, by]) => by !== (number === kept ? 0 : paidBack));
  if (wrong.length > 0 || !before.has(kept))
    throw new Error(`The refund took ${paidBack}, and of the matters ${JSON.stringify(less)}`);
}
