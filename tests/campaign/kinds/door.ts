// A program whose requests are wrong, to routes that have nothing to do with its refund.
import { ASKED_ROUTES } from '../../integration/api/every-route.ts';
import { hostileRequests, sendRaw } from '../../support/hostile-requests.ts';
import { patiently } from '../patience.ts';
import { request, runUntilClosed } from '../run-until-closed.ts';
import { drawPayment, type Kind } from './kind.ts';

const SENT = 60;

export const DOOR: readonly Kind[] = [
  {
    name: 'hostile_requests',
    what: 'a program sends routes of all kinds what is wrong in one way, while its refund is under way',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      for (let left = SENT; left > 0; left -= 1) {
        const route = ASKED_ROUTES[draw.between(0, ASKED_ROUTES.length - 1)];
        const requests = route === undefined ? [] : hostileRequests(route);
        const sent = requests[draw.between(0, requests.length - 1)];
        if (sent === undefined) continue;
        const { wrong, headers, ...one } = sent;
        const authorization = `Bearer ${world.apiKey}`;
        const ask = () => sendRaw(world.dev.api, { ...one, headers: { ...headers, authorization } });
        const { status, text } = await patiently(ask);
        // What is away in another run of the campaign is 503; what is wrong here is never taken, and breaks nothing.
        if (status < 400 || status === 500) {
          throw new Error(
            `${one.method} ${one.path.slice(0, 200)} with ${wrong} was answered ${status}: ${text}`,
          );
        }
      }
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];
