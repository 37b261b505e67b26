// Postgres has no room on its disk: nothing can be written, and at worst it cannot even keep running.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed, request, requestOnce } from '../run-until-closed.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

const REQUESTS = 6;
/** What fills the segments of its log that it has in reserve; more of them than it ever keeps. */
const LOG_MESSAGES_MAX = 400;
const LOG_MESSAGE_BYTES = 8_000_000;

export const DISK: readonly Kind[] = [
  {
    name: 'disk_full',
    what: 'Postgres runs out of room, for its tables or for its log too: what it cannot note is answered 503, and goes on later',
    cannotRun: ({ whileDiskIsFull }) =>
      whileDiskIsFull === null
        ? 'this machine lets nobody mount a filesystem of limited size: run it as root, on Linux'
        : null,
    async run(world, draw) {
      const { whileDiskIsFull } = world;
      if (whileDiskIsFull === null) throw new Error('There is no disk that could be full');
      const underWay = await request(world, await world.pay(drawPayment(draw)));
      const asked: { transactionId: TransactionId; key: string }[] = [];
      for (let nth = 0; nth < REQUESTS; nth += 1) {
        asked.push({ transactionId: await world.pay(drawPayment(draw)), key: randomUUID() });
      }
      const logToo = draw.oneOf([false, true]);
      const ms = draw.between(500, 3_000);
      await whileDiskIsFull(async () => {
        if (logToo) await fillLog(world);
        const wait = sleep(ms);
        const answers = await Promise.all(
          asked.map(({ transactionId, key }) => askWithoutRoom(world, transactionId, key)),
        );
        // Its tables may have had room for these few; its log has none.
        if (logToo && !answers.includes(503))
          throw new Error('The disk was full, and each request was noted');
        await wait;
      });
      for (const { transactionId, key } of asked) {
        await runUntilClosed(world, (await request(world, transactionId, key)).id);
      }
      await runUntilClosed(world, underWay.id);
      return [
        asId<TransactionId>(underWay.transactionId),
        ...asked.map(({ transactionId }) => transactionId),
      ];
    },
  },
];

/** Noted (202), or said to be not noted (503): nothing in between. */
async function askWithoutRoom(
  world: CampaignWorld,
  transactionId: TransactionId,
  key: string,
): Promise<202 | 503> {
  const { status, text } = await requestOnce(world, transactionId, key);
  if (status !== 202 && status !== 503)
    throw new Error(`Without room, a request was answered ${status}: ${text}`);
  return status;
}

/** Writes into its log until it cannot, at which it stops everything. */
async function fillLog({ db }: CampaignWorld): Promise<void> {
  try {
    for (let nth = 0; nth < LOG_MESSAGES_MAX; nth += 1) {
      await db.execute(sql`SELECT pg_logical_emit_message(true, 'full', repeat('x', ${LOG_MESSAGE_BYTES}))`);
    }
  } catch {
    return;
  }
  throw new Error('The disk of Postgres is full, and it writes on');
}
