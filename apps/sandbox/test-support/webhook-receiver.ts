import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { WEBHOOK_SECRET } from './sandbox-process.ts';

const event = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.object({
    refund: z.looseObject({ id: z.string(), status: z.string() }).optional(),
    payment: z.looseObject({ id: z.string(), disputed: z.boolean() }).optional(),
  }),
});

export type ReceivedWebhook = {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly data: z.infer<typeof event>['data'];
};

export type WebhookReceiver = {
  readonly url: string;
  /** In the order of their coming; each is verified against its signature before it is taken. */
  readonly received: ReceivedWebhook[];
  /** Answers the next deliveries with these statuses, then 204. */
  readonly answerNext: (...statuses: number[]) => void;
  readonly types: () => string[];
  readonly stop: () => void;
};

/** A merchant's webhook endpoint. */
export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { type, data } = event.parse(new Webhook(WEBHOOK_SECRET).verify(body, headers));
    received.push({ id: headers['webhook-id'] ?? '', type, data, body });
    response.writeHead(statuses.shift() ?? 204).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`, // it listens on TCP
    received,
    answerNext: (...next) => statuses.push(...next),
    types: () => received.map(({ type }) => type),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
