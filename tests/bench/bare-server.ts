// node:http with nothing around it: answers every request as /livez does. Prints the line by which an app says that it serves.
import { createServer } from 'node:http';
import { portOf } from '@makewhole/stack/ports';

const BODY = JSON.stringify({ status: 'ok' });

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length });
  response.end(BODY);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${portOf(server)}`);
  process.send?.('ready');
});
process.once('disconnect', () => process.exit());
