// Others use the same database: they hold what a refund needs, in the wrong order, or take all of it for a while.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { runUntilClosed, request, requestOnce } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import { drawPayment, type Kind } from './kind.ts';

const REQUESTS_AT_ONCE = 40;
const SLOW_READERS = 5;

export const DATABASE: readonly Kind[] = [
  {
    name: 'deadlock',
    what: 'somebody locks the trust balance and then the refund, while a trust step locks them the other way round',
    async run(world, draw) {
      const { firmId, matterId } = world.firm;
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount: draw.between(1, 900_00) }] });
      const { id } = await request(world, transactionId);
      const isOwed = ({ obligations }: { obligations: readonly { kind: string }[] }) =>
        obligations.some(({ kind }) => kind === 'trust_payment');
      await runUntilClosed(world, id, { until: isOwed, leaveOwed: true });
      const holding = world.db
        .transaction(async (tx) => {
          await tx.execute(sql`SELECT 1 FROM trust_balances
            WHERE firm_id = ${firmId} AND matter_id = ${matterId} FOR UPDATE`);
          await sleep(draw.between(200, 1_200));
          await tx.execute(sql`SELECT 1 FROM refunds WHERE id = ${id} FOR UPDATE`);
        })
        // Postgres ends one of the two: where it is this one, nobody misses it.
        .catch(() => undefined);
      await runUntilClosed(world, id);
      await holding;
      return [transactionId];
    },
  },
  {
    name: 'pool_exhausted',
    what: 'more requests than connections while a table is locked: those turned away try again',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const locked = patiently(() =>
        world.db.transaction(async (tx) => {
          await tx.execute(sql`LOCK TABLE refunds IN ACCESS EXCLUSIVE MODE`);
          await sleep(draw.between(200, 1_500));
        }),
      );
      const crowd = Array.from({ length: REQUESTS_AT_ONCE }, () => requestOnce(world, transactionId));
      await Promise.all([locked, ...crowd]);
      const { id } = await standing();
      await runUntilClosed(world, id);
      return [transactionId];

      /** The refund that one of them made, or a first one where all were turned away. */
      async function standing() {
        const payment = await world.ask<{ refundId: string | null }>(`GET /v1/payments/${transactionId}`);
        const { refundId } = payment.body;
        return refundId === null ? request(world, transactionId) : world.find(refundId);
      }
    },
  },
  {
    name: 'slow_stream_reader',
    what: 'several follow the timeline and read nothing of it',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const { hostname, port } = new URL(world.dev.api);
      const sockets = Array.from({ length: SLOW_READERS }, () => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        socket.pause();
        socket.write(
          [
            `GET /v1/refunds/${id}/events HTTP/1.1`,
            `host: ${hostname}`,
            `authorization: Bearer ${world.apiKey}`,
            'accept: text/event-stream',
            '\r\n',
          ].join('\r\n'),
        );
        return socket;
      });
      try {
        await runUntilClosed(world, id);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
      return [transactionId];
    },
  },
];
