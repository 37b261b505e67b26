import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

function statusOf(path: string, headers: Record<string, string>, method = 'GET') {
  const { port } = new URL(sandbox.url);
  return new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

test.each(['localhost:80', '127.0.0.1', '[::1]:3002'])('who calls it %s is answered', async (host) => {
  expect(await statusOf('/livez', { host })).toBe(200);
});

test.each(['evil.example', 'localhost.evil.example:3002', '127.0.0.1.evil.example'])(
  'who calls it %s, as a web page may, is not',
  async (host) => {
    expect(await statusOf('/livez', { host })).toBe(403);
    expect(await statusOf('/control/requests', { host })).toBe(403);
  },
);

test('a web page of somebody else pulls no lever', async () => {
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
    expect(await statusOf('/control/settle', { host: 'localhost', origin }, 'POST')).toBe(403);
  }
});
