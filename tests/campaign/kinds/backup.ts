// The database is lost, and an older backup put in its place: what was done since is known to the payment company, to
// Temporal and to people's mailboxes, and no longer to us. What is done then is what docs/operations.md says.
import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed, request, requestOnce } from '../run-until-closed.ts';
import type { Draw } from '../draw.ts';
import { atRest } from '../at-rest.ts';
import { violationsOf } from '../invariants/violations.ts';
import { reconcileAll, type Difference } from '../last-look.ts';
import type { Refund } from '../open-firm.ts';
import { startCampaignWorld, type CampaignWorld } from '../world.ts';
import { accepted, bringRefunds, endWorkflows } from './databases.ts';
import { drawPayment, type Kind } from './kind.ts';

const REFUNDS = 3;
/** Longer than it takes until the processor has them. */
const HANDED_OVER_WITHIN_MS = 600;

export const BACKUP: readonly Kind[] = [
  {
    name: 'restored_backup',
    what: 'the database is restored from a backup older than many refunds: nobody is paid twice, what was lost is found and booked',
    // On a stack of its own: every other refund would be lost too.
    isRare: true,
    async run({ companyName }, draw) {
      const world = await startCampaignWorld(companyName);
      try {
        await loseAndFind(world, draw);
      } finally {
        await world.stop();
      }
      return [];
    },
  },
];

async function loseAndFind(world: CampaignWorld, draw: Draw): Promise<void> {
  const closed = await bringRefunds(world, draw, ({ id }) => runUntilClosed(world, id));
  const underWay = await bringRefunds(world, draw, ({ id }) => accepted(world, id));
  // Wherever they are just then: some are in the backup as requested or as handed over, some not at all.
  const paid = await Promise.all(Array.from({ length: REFUNDS }, () => world.pay(drawPayment(draw))));
  const atOnce = Promise.all(paid.map((transactionId) => request(world, transactionId)));
  // A slow machine has noted none of them by then: half the time the backup waits until all are.
  if (draw.oneOf([false, true])) await atOnce;
  else await sleep(draw.between(0, HANDED_OVER_WITHIN_MS));
  const backup = await world.backUp('postgres');
  const known = [...underWay, ...(await atOnce)];
  for (const { id } of known) await runUntilClosed(world, id);
  const later = [
    ...(await bringRefunds(world, draw, ({ id }) => accepted(world, id))),
    ...(await bringRefunds(world, draw, ({ id }) => runUntilClosed(world, id))),
  ];
  await world.lose('postgres', backup, () => endWorkflows(world));

  const kept = await inBackup(world, known);
  const lost = [...known.filter(({ id }) => !kept.has(id)), ...later];
  for (const { transactionId } of lost) await refuseAnew(world, transactionId);
  const { differences } = await reconcileAll(world);
  const found = lost.map((refund) => foundElsewhere(refund, differences));
  for (const { transactionId } of lost) await refuseAnew(world, transactionId);
  const booked = await Promise.all(found.map(({ id }) => book(world, id)));
  for (const id of [...kept, ...booked.map((refund) => refund.id)]) await runUntilClosed(world, id);

  const { differences: left } = await reconcileAll(world);
  const all = [...closed, ...known, ...later].map(({ transactionId }) => transactionId as TransactionId); // as the API gave them back
  // The emails of what was lost are in people's mailboxes, and in no row.
  const violations = await atRest(() => violationsOf(world, all, { emailsForgotten: true }));
  const wrong = [...left.map(({ explanation }) => explanation), ...violations.map(({ what }) => what)];
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}

/** Those that the backup knows. */
async function inBackup(world: CampaignWorld, known: readonly Refund[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (const { id } of known) {
    const { status } = await world.ask(`GET /v1/refunds/${id}`);
    if (status === 200) kept.add(id);
  }
  return kept;
}

/** Whoever asks for it again is refused, at the latest when the processor is asked. */
async function refuseAnew(world: CampaignWorld, transactionId: string): Promise<void> {
  const { status, body } = await requestOnce(world, transactionId);
  if (status !== 202) return;
  const { status: ended } = await runUntilClosed(world, body.id);
  if (ended !== 'rejected' && ended !== 'failed') {
    throw new Error(
      `${transactionId} was refunded before the backup was restored, and again after: ${ended}`,
    );
  }
}

function foundElsewhere({ transactionId }: Refund, differences: readonly Difference[]): Difference {
  const found = differences.find(
    (one) => one.kind === 'refunded_elsewhere' && one.transactionId === transactionId,
  );
  if (found === undefined) throw new Error(`The refund of ${transactionId} was lost, and nobody was told`);
  return found;
}

async function book(world: CampaignWorld, differenceId: string): Promise<Refund> {
  const { status, text, body } = await world.ask(`POST /v1/reconciliation-differences/${differenceId}/book`, {
    body: { reason: 'Paid twice by mistake' },
  });
  if (status !== 202) throw new Error(`A refund that was lost was not booked: ${text}`);
  return body;
}
