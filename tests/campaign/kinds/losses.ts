// The bank takes money back where it had put it (ADR 28): out of trust after a refund, and in a dispute that opens twice.
import { randomUUID } from 'node:crypto';
import { newId } from '@makewhole/db/new-id';
import { clients, matters } from '@makewhole/db/schema/matters';
import type { MatterId } from '@makewhole/domain/ids';
import type { Schemas } from '../../integration/api/call.ts';
import { today } from '../../support/today.ts';
import { patiently } from '../patience.ts';
import { control, seen, taskOf, type PaymentDetail, type Task } from '../payment-tasks.ts';
import { request, runUntilClosed } from '../run-until-closed.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import type { Kind } from './kind.ts';

export const LOSSES: readonly Kind[] = [
  {
    name: 'returned_from_trust_after_closing',
    what: 'the bank takes an ACH deposit from trust after its refund was closed, with another client in the account',
    async run(world, draw) {
      const amount = draw.between(1, 5_000_00);
      const ofMatter = await addMatter(world);
      const transactionId = await world.pay({ method: 'ach', parts: [{ of: 'trust', amount }], ofMatter });
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id);
      await control(world, 'return', { transactionId, target: 'payment', code: 'R10', debitedFrom: 'trust' });
      const isAsked = ({ obligations }: Refund) =>
        obligations.some(({ subject }) => subject === 'original_bounced');
      await runUntilClosed(world, id, { until: isAsked });
      const short = await taskOf(world, transactionId, 'trust_replenish');
      // Now and then nobody replenishes it: then it stays owed.
      if (draw.between(0, 3) > 0) await replenish(world, short, draw.between(1, amount));
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'dispute_opens_again',
    what: 'a dispute opens, is won, and opens again with another amount, which is won or lost',
    async run(world, draw) {
      const amount = draw.between(100, 5_000_00);
      const transactionId = await world.pay({ method: 'card', parts: [{ of: 'invoice', amount }] });
      // The processor's record has the latest dispute alone: what an earlier one had cost would be in no record.
      await control(world, 'dispute', { transactionId, fee: 0 });
      await taskOf(world, transactionId, 'dispute');
      await control(world, 'dispute-close', { transactionId, outcome: 'won' });
      const again = draw.between(1, amount - 1);
      await control(world, 'dispute', { transactionId, amount: again });
      const outcome = draw.oneOf(['won', 'lost'] as const);
      await control(world, 'dispute-close', { transactionId, outcome });
      const isDecided = ({ losses }: PaymentDetail) =>
        losses.some((loss) => loss.amount === again && loss.status === outcome);
      await seen(world, transactionId, isDecided);
      if (outcome === 'lost') {
        const { id } = await taskOf(world, transactionId, 'invoice_decision');
        await settle(world, id, { kind: 'invoice_decision', decision: 'credit_note' });
      }
      return [transactionId];
    },
  },
];

/** A matter of a client of its own. @returns its number */
export async function addMatter({ db, firm: { firmId } }: CampaignWorld): Promise<string> {
  const number = `2026-${randomUUID()}`;
  const [id, clientId] = [newId<MatterId>('mat'), newId<string>('cl')];
  await patiently(async () => {
    await db.insert(clients).values({ id: clientId, firmId, name: 'Client A' }).onConflictDoNothing();
    const matter = { id, firmId, externalId: number, number, name: 'A v. Z', clientId };
    await db.insert(matters).values(matter).onConflictDoNothing();
  });
  return number;
}

/** A part, then the rest, each with the bank's confirmation. */
async function replenish(world: CampaignWorld, { id, amount, subject }: Task, part: number): Promise<void> {
  const short = amount ?? 0;
  await settle(world, id, { ...(await transferOf(world)), kind: 'trust_replenish', amount: part });
  if (part === short) return;
  const { body } = await world.ask<Schemas['ObligationPage']>(
    'GET /v1/obligations?kind=trust_replenish&limit=100',
  );
  const rest = body.data.find((task) => task.subject === subject);
  if (rest === undefined) throw new Error(`Nobody is asked for the ${short - part} that is still missing`);
  await settle(world, rest.id, {
    ...(await transferOf(world)),
    kind: 'trust_replenish',
    amount: short - part,
  });
}

async function transferOf(world: CampaignWorld) {
  const file = new TextEncoder().encode(`%PDF-1.4 ${randomUUID()}`);
  const { body } = await world.ask<{ readonly id: string }>('POST /v1/evidence', {
    file,
    headers: { 'content-type': 'application/pdf' },
  });
  return { date: today(), reference: 'WIRE 7', evidenceId: body.id };
}

async function settle(world: CampaignWorld, id: string, body: object): Promise<void> {
  const answer = await world.ask(`POST /v1/obligations/${id}/settle`, { body });
  if (answer.status !== 200)
    throw new Error(`Obligation ${id} was answered ${answer.status}: ${answer.text}`);
}
