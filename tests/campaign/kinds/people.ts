// A second person must decide, and does so late, or just when another one ends it (B8). Only refunds of more than any
// other kind draws need one.
import { setTimeout as sleep } from 'node:timers/promises';
import { changeFirm } from '@makewhole/db/access/change-firm';
import { noteInstruction } from '@makewhole/db/refunds/take-instruction';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { UPDATES, refundWorkflowId } from '@makewhole/domain/workflow-contract';
import { carry, letTimePass, request } from '../carry.ts';
import { patiently } from '../patience.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import type { Draw } from '../draw.ts';
import type { Kind } from './kind.ts';
import { byOwner } from '../../support/small-firm.ts';

const OVER = 50_000_00;
const PAST_EXPIRY_HOURS = 24 * 12;

export const PEOPLE: readonly Kind[] = [
  {
    name: 'approval_expires',
    what: 'nobody approves a refund that needs it: it is declined by itself, and no money moves',
    async run(world, draw) {
      const refund = await awaited(world, draw);
      await letTimePass(world, refund, PAST_EXPIRY_HOURS);
      const { status } = await carry(world, refund.id);
      if (status !== 'declined') throw new Error(`${refund.id} was not approved and is ${status}`);
      return [asId<TransactionId>(refund.transactionId)];
    },
  },
  {
    name: 'approve_races_cancel',
    what: 'a lawyer approves while an admin cancels: one of them wins',
    async run(world, draw) {
      const refund = await awaited(world, draw);
      await Promise.all([
        sleep(draw.between(0, 60)).then(() => approve(world, refund)),
        sleep(draw.between(0, 60)).then(() =>
          world.ask(`POST /v1/refunds/${refund.id}/cancel`, { body: {} }),
        ),
      ]);
      await carry(world, refund.id);
      return [asId<TransactionId>(refund.transactionId)];
    },
  },
];

async function awaited(world: CampaignWorld, draw: Draw): Promise<Refund> {
  await patiently(() =>
    changeFirm(
      world.db,
      byOwner(world.firm),
      { approvalRule: 'over_amount', approvalOverAmount: money(OVER) },
      { steppedUp: true },
    ),
  );
  const transactionId = await world.pay({
    parts: [{ of: 'invoice', amount: OVER + draw.between(1, 900_00) }],
  });
  const { id } = await request(world, transactionId);
  return carry(world, id, { until: ({ status }) => status === 'awaiting_approval' });
}

/** What the API does for a lawyer. What comes too late is refused, or finds nobody. */
async function approve({ db, client, firm }: CampaignWorld, refund: Refund): Promise<void> {
  const refundId = asId<RefundId>(refund.id);
  const owed = refund.obligations.find(({ kind }) => kind === 'approval');
  const body = { decision: 'approve', note: null } as const;
  const instructionId = await patiently(() =>
    noteInstruction(db, {
      firmId: firm.firmId,
      refundId,
      actor: firm.people.lawyer,
      kind: 'approval',
      body,
    }),
  );
  const transactionId = asId<TransactionId>(refund.transactionId);
  const handle = client.workflow.getHandle(refundWorkflowId({ transactionId, id: refundId }));
  await handle
    .executeUpdate(UPDATES.decideApproval, { args: [{ instructionId, obligationId: owed?.id ?? null }] })
    .catch(() => undefined);
}
