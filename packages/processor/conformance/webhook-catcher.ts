import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ReceivedWebhook } from '../src/module.ts';

export type WebhookCatcher = {
  readonly url: string;
  readonly caught: readonly ReceivedWebhook[];
  readonly stop: () => Promise<void>;
};

/** Takes every webhook, and keeps it as it arrived. */
export async function startWebhookCatcher(): Promise<WebhookCatcher> {
  const caught: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      caught.push({ headers: Object.fromEntries(headers) as Record<string, string>, body }); // from pairs of text
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  return {
    url: `http://127.0.0.1:${port}/`,
    caught,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
