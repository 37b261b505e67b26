// Temporal's database is lost, or an older one takes its place: the rows know what was done, and no history does. What is
// done then is what docs/operations.md says.
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed } from '../run-until-closed.ts';
import type { Draw } from '../draw.ts';
import { atRest } from '../at-rest.ts';
import { violationsOf } from '../invariants/violations.ts';
import { reconcileAll } from '../last-look.ts';
import type { Refund } from '../open-firm.ts';
import { startCampaignWorld, type CampaignWorld } from '../world.ts';
import { accepted, bringRefunds, endWorkflows } from './databases.ts';
import type { Kind } from './kind.ts';

export const TEMPORAL_LOST: readonly Kind[] = [
  onOwnStack(
    'temporal_lost',
    "Temporal's database is lost whole: what is open goes on from its row, and nothing is sent twice",
    async (world) => world.emptyTemporal,
  ),
  onOwnStack(
    'temporal_restored',
    "Temporal's database is restored from a backup older than what the rows know: what is open goes on from its row",
    (world) => world.backUp('temporal'),
  ),
];

type Backup = Awaited<ReturnType<CampaignWorld['backUp']>>;

/** Every other refund would lose its history too. */
function onOwnStack(name: string, what: string, backUp: (world: CampaignWorld) => Promise<Backup>): Kind {
  return {
    name,
    what,
    isRare: true,
    async run({ companyName }, draw) {
      const world = await startCampaignWorld(companyName);
      try {
        await loseAndGoOn(world, draw, backUp);
      } finally {
        await world.stop();
      }
      return [];
    },
  };
}

async function loseAndGoOn(
  world: CampaignWorld,
  draw: Draw,
  backUp: (world: CampaignWorld) => Promise<Backup>,
): Promise<void> {
  const closed = await bringRefunds(world, draw, ({ id }) => runUntilClosed(world, id));
  const early = await bringRefunds(world, draw, ({ id }) => accepted(world, id));
  const backup = await backUp(world);
  // The backup knows these as accepted: by now one of them is closed, one is paid and owes its steps, one waits as it did.
  const [first, second] = early;
  if (first !== undefined) await runUntilClosed(world, first.id);
  if (second !== undefined) await paidAndOwing(world, second.id);
  const owing = await bringRefunds(world, draw, ({ id }) => paidAndOwing(world, id));
  const late = await bringRefunds(world, draw, ({ id }) => accepted(world, id));
  const justAsked = await bringRefunds(world, draw, async (refund) => refund);

  await world.lose('temporal', backup, () => endWorkflows(world));
  const open = [...early, ...owing, ...late, ...justAsked];
  for (const { id } of open) await runUntilClosed(world, id);

  const { differences } = await reconcileAll(world);
  const all = [...closed, ...open].map(({ transactionId }) => asId<TransactionId>(transactionId));
  const violations = await atRest(() => violationsOf(world, all, { historiesForgotten: true }));
  const wrong = [...differences.map(({ explanation }) => explanation), ...violations.map(({ what }) => what)];
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}

function paidAndOwing(world: CampaignWorld, id: string): Promise<Refund> {
  const isPaid = ({ status }: Refund) => status === 'succeeded';
  return runUntilClosed(world, id, { until: isPaid, leaveOwed: true });
}
