import { createServer } from 'node:http';
import { portOf } from '@makewhole/stack/ports';

/** Takes every webhook and does nothing: where none were taken, the payment company would send each again and again. */
export async function startWebhookSink() {
  const server = createServer((_request, response) => {
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
