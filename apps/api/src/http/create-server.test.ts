// Node's server as ours is made, over sockets: what is answered before a request reaches the app, and how long a
// connection serves.
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from '@makewhole/runtime/logger';
import { afterEach, describe, expect, it } from 'vitest';
import { createServer } from './create-server.ts';
import type { Problem } from './problems.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(times: Parameters<typeof createServer>[2] = {}): Promise<number> {
  const server = createServer(() => new Response('{}'), createLogger('api', 'silent'), times);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** All that the server says to these bytes until it closes the connection. */
async function answerTo(
  port: number,
  sent: string,
): Promise<{ readonly status: number; readonly said: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(sent);
  const said = await text(socket);
  return { status: Number(said.split(' ')[1]), said };
}

function problemIn(said: string): Problem {
  const [head = '', body = ''] = said.split('\r\n\r\n');
  const problem = JSON.parse(body) as Problem;
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(head.toLowerCase()).toContain(`x-request-id: ${problem.requestId}`);
  return problem;
}

describe('what is no request of HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'invalid_request'],
    ['no Host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'invalid_request'],
    [
      'a Host that is none',
      'GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n',
      400,
      'invalid_request',
    ],
    [
      'a backslash in the path',
      'GET /a\\b HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      400,
      'invalid_request',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
      'invalid_request',
    ],
    [
      'headers of 17 kB',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'an expectation',
      'POST / HTTP/1.1\r\nhost: a\r\nexpect: a-miracle\r\ncontent-length: 0\r\n\r\n',
      417,
      'expectation_failed',
    ],
  ])('is refused with a problem document: %s', async (_what, sent, status, code) => {
    const answer = await answerTo(await serve(), sent);
    expect(answer.status).toBe(status);
    expect(problemIn(answer.said).code).toBe(code);
  });

  it('is refused when its headers do not come in time', async () => {
    const port = await serve({ headersMs: 200, requestMs: 400, checkEveryMs: 50 });
    const answer = await answerTo(port, 'GET / HTTP/1.1\r\nhost: a\r\n');
    expect(answer.status).toBe(408);
    expect(problemIn(answer.said).code).toBe('request_timeout');
  });
});

describe('an idle connection', () => {
  const ask = async (port: number, agent: Agent) => {
    const asking = request({ port, host: '127.0.0.1', agent });
    asking.end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    await text(answer);
    return {
      status: answer.statusCode,
      isReused: asking.reusedSocket,
      keepAlive: answer.headers['keep-alive'],
    };
  };

  it('is kept longer than a load balancer keeps it', async () => {
    const port = await serve();
    const agent = new Agent({ keepAlive: true });
    stops.push(() => agent.destroy());
    expect(await ask(port, agent)).toEqual({ status: 200, isReused: false, keepAlive: 'timeout=75' });
    // Node's own five seconds would have passed.
    await wait(6_500);
    expect(await ask(port, agent)).toMatchObject({ status: 200, isReused: true });
  }, 15_000);

  it('is not taken for one whose headers are late', async () => {
    const port = await serve({ headersMs: 100, requestMs: 200, checkEveryMs: 20, keepAliveMs: 5_000 });
    const agent = new Agent({ keepAlive: true });
    stops.push(() => agent.destroy());
    await ask(port, agent);
    await wait(500);
    expect(await ask(port, agent)).toMatchObject({ status: 200, isReused: true });
  });
});
