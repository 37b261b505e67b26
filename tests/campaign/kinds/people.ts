// A second person must decide, and does so late, or just when another one ends it (B8). Only refunds of more than any
// other kind draws need one.
import { setTimeout as sleep } from 'node:timers/promises';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { changeUser } from '@makewhole/db/users/change-user';
import { recordCommand } from '@makewhole/db/commands/apply-command';
import {
  asId,
  type ObligationId,
  type PrincipalId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { UPDATES } from '@makewhole/domain/commands';
import { refundWorkflowId, type CommandInput, type CommandResult } from '@makewhole/domain/contracts/refund';
import { runUntilClosed, letTimePass, request } from '../run-until-closed.ts';
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
      const { status } = await runUntilClosed(world, refund.id);
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
        sleep(draw.between(0, 60)).then(() => approve(world, refund, world.firm.people.lawyer)),
        sleep(draw.between(0, 60)).then(() =>
          world.ask(`POST /v1/refunds/${refund.id}/cancel`, { body: {} }),
        ),
      ]);
      await runUntilClosed(world, refund.id);
      return [asId<TransactionId>(refund.transactionId)];
    },
  },
];

/** They have come since: see `KINDS`. */
export const LET_GO: readonly Kind[] = [
  {
    name: 'disabled_in_mid_approval',
    what: 'the lawyer who approves is let go before the refund hears of it: refused, and somebody else approves',
    async run(world, draw) {
      // In a firm of its own: others need their lawyer.
      const own: CampaignWorld = { ...world, ...(await patiently(world.openFirm)) };
      const { owner, lawyer } = own.firm.people;
      const refund = await awaited(own, draw);
      const letGo = () => changeUser(own.db, byOwner(own.firm), lawyer, { disabled: true });
      const said = await approve(own, refund, lawyer, () => patiently(letGo));
      // Null where another run took the worker or the server away just then.
      if (said !== null && (said.ok || said.code !== 'forbidden')) {
        throw new Error(`${refund.id} was approved by somebody who was let go: ${JSON.stringify(said)}`);
      }
      const { status } = await own.find(refund.id);
      if (status !== 'awaiting_approval')
        throw new Error(`${refund.id} is ${status}, and nobody approved it`);
      await patiently(async () => {
        const taken = await approve(own, refund, owner);
        if (taken?.ok !== true) throw new Error(`The owner's approval was answered ${JSON.stringify(taken)}`);
      });
      const ended = await runUntilClosed(own, refund.id);
      if (ended.status !== 'succeeded') throw new Error(`${refund.id} was approved and is ${ended.status}`);
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
  return runUntilClosed(world, id, { until: ({ status }) => status === 'awaiting_approval' });
}

/**
 * What the API does for a person.
 * @param inBetween what happens after it was noted and before the workflow hears of it
 * @returns the workflow's answer; null where it came too late, or found nobody
 */
export async function approve(
  { db, client, firm }: CampaignWorld,
  refund: Refund,
  actor: PrincipalId,
  inBetween: () => Promise<unknown> = () => Promise.resolve(),
): Promise<CommandResult | null> {
  const refundId = asId<RefundId>(refund.id);
  const owed = refund.obligations.find(({ kind }) => kind === 'approval');
  const body = { decision: 'approve', note: null } as const;
  const { firmId } = firm;
  const instructionId = await patiently(() =>
    recordCommand(db, { firmId, refundId, actor, kind: 'approval', body }),
  );
  await inBetween();
  const transactionId = asId<TransactionId>(refund.transactionId);
  const handle = client.workflow.getHandle(refundWorkflowId({ transactionId, id: refundId }));
  return handle
    .executeUpdate<CommandResult, [CommandInput]>(UPDATES.decideApproval, {
      args: [{ instructionId, obligationId: asId<ObligationId>(owed?.id ?? '') }],
    })
    .catch(() => null);
}
