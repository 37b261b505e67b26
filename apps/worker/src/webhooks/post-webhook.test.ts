import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { postWebhook } from './post-webhook.ts';

const MESSAGE = { id: 'msg_1', body: '{}', secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on a port, not a pipe
}

test('a name that leads to this machine is not connected to', async () => {
  const { status, error } = await postWebhook({ ...MESSAGE, url: 'https://localhost:9/hook' }, false);
  expect(status).toBeNull();
  expect(error).toContain('not on the internet');
});

test.each(['http://example.com/hook', 'https://10.0.0.1/hook', 'no address'])(
  'nothing is sent to %s',
  async (url) => {
    expect(await postWebhook({ ...MESSAGE, url }, false)).toMatchObject({ status: null });
  },
);

test('a redirect is an answer like every other, and is not followed', async () => {
  let followed = 0;
  const elsewhere = await serve((_, response) => {
    followed += 1;
    response.end();
  });
  const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end());
  expect(await postWebhook({ ...MESSAGE, url }, true)).toEqual({
    status: 302,
    error: 'The endpoint answered 302.',
  });
  expect(followed).toBe(0);
});

test('an endpoint that is not there is told of without its address', async () => {
  const { error } = await postWebhook({ ...MESSAGE, url: 'http://127.0.0.1:9/hook?token=secret' }, true);
  expect(error).toBe('The endpoint could not be reached (ECONNREFUSED).');
});
