// What the payment company tells comes twice, late, out of order, never, or from somebody else.
import { randomUUID } from 'node:crypto';
import { call } from '../../integration/api/call.ts';
import { runUntilClosed, letTimePass, request } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import { drawPayment, type Kind } from './kind.ts';

const LONGER_THAN_ANY_WINDOW_HOURS = 24 * 20;

function toldWrongly(name: string, what: string, fault: Readonly<Record<string, unknown>>): Kind {
  return {
    name,
    what,
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      await world.company.arm({ kind: name, transactionId, ...fault });
      await runUntilClosed(world, (await request(world, transactionId)).id);
      return [transactionId];
    },
  };
}

export const WEBHOOKS: readonly Kind[] = [
  toldWrongly('webhook_duplicate', 'each event comes twice', { times: 5 }),
  toldWrongly('webhook_late', 'events come a second late', { ms: 1_000, times: 2 }),
  toldWrongly('webhook_out_of_order', 'events overtake each other', { ms: 500 }),
  {
    name: 'webhook_missing',
    what: 'no event ever comes: the workflow polls when its time has come',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      await world.company.arm({ kind: 'webhook_missing', transactionId, times: 10 });
      const { id } = await request(world, transactionId);
      const isAccepted = ({ status, obligations }: { status: string; obligations: unknown[] }) =>
        status === 'processing' && obligations.length >= 0;
      const refund = await runUntilClosed(world, id, { until: isAccepted, leaveUnsettled: true });
      await world.company.settle(transactionId);
      await letTimePass(world, refund, LONGER_THAN_ANY_WINDOW_HOURS);
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'webhook_forged',
    what: 'somebody else says that the refund succeeded',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const body = { type: 'refund.succeeded', data: { refund: { reference: id, status: 'succeeded' } } };
      const headers = {
        'webhook-id': randomUUID(),
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': `v1,${Buffer.from(randomUUID()).toString('base64')}`,
        'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${randomUUID().replaceAll('-', '')}`,
      };
      const path = `/v1/processor/webhooks${world.companyName === 'sandbox' ? '' : `/${world.firm.connectionId}`}`;
      const answer = await patiently(() => call(world.dev.api, `POST ${path}`, { body, headers }));
      if (answer.status < 400) throw new Error(`A forged webhook was answered ${answer.status}`);
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];
