// Many refunds at the same moment.
import { runUntilClosed, letTimePass, request } from '../run-until-closed.ts';
import { inLanes } from '../in-lanes.ts';
import { patiently } from '../patience.ts';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import type { Kind } from './kind.ts';

const TIMERS = 500;
const AT_ONCE = 40;
/** Past the end of the settlement window, when the processor is asked without having told. */
const PAST_WINDOW_HOURS = 24 * 6;

export const CROWDS: readonly Kind[] = [
  {
    name: 'timer_wave',
    what: `${TIMERS} refunds of which the processor tells nothing: the timers of all are due at once`,
    isRare: true,
    async run(world, draw) {
      const amount = draw.between(1, 900_00);
      const refunds = await inLanes(
        Array.from({ length: TIMERS }, (_, nth) => nth),
        AT_ONCE,
        () => begin(world, amount),
      );
      await Promise.all(refunds.map((refund) => letTimePass(world, refund, PAST_WINDOW_HOURS)));
      await inLanes(refunds, AT_ONCE, ({ id }) => runUntilClosed(world, id, { leaveUnsettled: true }));
      return refunds.map(({ transactionId }) => transactionId as TransactionId); // as the API gave it back
    },
  },
];

/** A refund that has settled, and does not know it. */
async function begin(world: CampaignWorld, amount: number): Promise<Refund> {
  const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount }] });
  const { id } = await request(world, transactionId);
  const refund = await runUntilClosed(world, id, {
    until: ({ status }) => status === 'processing',
    leaveUnsettled: true,
  });
  await patiently(() => world.company.arm({ kind: 'webhook_missing', transactionId, times: 1 }));
  await patiently(() => world.company.settle(transactionId));
  return refund;
}
