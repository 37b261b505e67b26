// A program of a firm that receives webhooks: a server that keeps what came and answers as the test says.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from './until.ts';

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** @param answer what is answered to the n-th message, 1 the first; 204 when left out */
export async function startWebhookReceiver(
  answer: (nth: number, response: ServerResponse) => void = (_, response) => {
    response.writeHead(204).end();
  },
) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      answer(received.length, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listens on a port, no pipe
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** Waits for so many messages and gives them. */
    messages: (count: number): Promise<Received[]> =>
      until(
        () => Promise.resolve(received),
        ({ length }) => length >= count,
        ({ length }) => `${length} of ${count} messages came`,
      ),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
