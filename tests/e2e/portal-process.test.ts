// The portal as a process: what it says when it starts, and what it takes from browsers and from others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type AppHandle } from '@makewhole/stack/apps';
import { freePort } from '@makewhole/stack/ports';

const ENTRY = fileURLToPath(new URL('../../apps/portal/build/index.js', import.meta.url));

let portal: AppHandle;
let logs: string;
let port: number;
let url: string;

beforeAll(async () => {
  port = await freePort();
  url = `http://localhost:${port}`;
  logs = await mkdtemp(join(tmpdir(), 'makewhole-portal-'));
  // Nothing answers at that address: the portal starts all the same.
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    API_URL: 'http://127.0.0.1:9',
    PORTAL_URL: url,
  };
  portal = await startApp('portal', settings, { logsFolder: logs });
});

afterAll(async () => {
  await portal.stop();
  await rm(logs, { recursive: true });
});

test('the portal says the address that people know it by', () => {
  expect(portal.url).toBe(url);
});

test.each([
  [{ API_URL: '' }, /^Bad settings: API_URL is missing: .*\n$/],
  [{ API_URL: 'localhost' }, /^Bad settings: API_URL is malformed: .*\n$/],
  [{ PORTAL_URL: 'http://localhost:3000/portal' }, /^Bad settings: PORTAL_URL is malformed: .*\n$/],
  [{ PORT: 'many' }, /^Bad settings: PORT is malformed: .*\n$/],
  [{ TRUSTED_PROXIES: 'proxy.internal' }, /^Bad settings: TRUSTED_PROXIES is malformed: .*\n$/],
  [
    { PORTAL_URL: 'https://refunds.firm.example' },
    /^Bad settings: TRUSTED_PROXIES is missing: .* set it to .*\n$/,
  ],
])('a bad setting is one clear line, and a start that ends: %j', async (wrong, line) => {
  const fine = { PORT: '0', API_URL: 'http://127.0.0.1:9', PORTAL_URL: 'http://localhost:3000' };
  const failing = spawn(process.execPath, [ENTRY], { env: { ...process.env, ...fine, ...wrong } });
  const [said, [code]] = await Promise.all([text(failing.stderr), once(failing, 'exit')]);
  expect(said).toMatch(line);
  expect(code).toBe(1);
});

test('a taken port is one clear line too', async () => {
  const env = { ...process.env, PORT: String(port), API_URL: 'http://127.0.0.1:9', PORTAL_URL: url };
  const second = spawn(process.execPath, [ENTRY], { env });
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
  expect(said).toBe(`Bad settings: PORT ${port} is taken: set another port, or 0 for any free one\n`);
  expect(code).toBe(1);
});

test.each([
  ['127.0.0.0/8', '203.0.113.7'],
  ['10.0.0.7', '127.0.0.1'],
])('whose request it is, the API is told as the proxies of %s say: %s', async (proxies, address) => {
  const heard: (string | string[] | undefined)[] = [];
  const api = createServer(({ headers }, response) => {
    heard.push(headers['x-forwarded-for']);
    response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const PORT = String(await freePort());
  const { port: apiPort } = api.address() as AddressInfo; // listens on a port, no pipe
  const settings = {
    PORT,
    HOST: '127.0.0.1',
    API_URL: `http://127.0.0.1:${apiPort}`,
    PORTAL_URL: 'https://refunds.firm.example',
    TRUSTED_PROXIES: proxies,
  };
  const behindProxy = await startApp('portal', settings);
  const answer = await fetch(`http://127.0.0.1:${PORT}/sign-in`, {
    method: 'POST',
    headers: {
      origin: settings.PORTAL_URL,
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '198.51.100.1, 203.0.113.7',
      'x-makewhole-client-address': '198.51.100.2',
    },
    body: 'email=a%40b.example&password=secret',
  });
  await behindProxy.stop();
  api.close();
  expect(heard).toEqual([address]);
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
});

test('a form is taken from the portal itself and from nowhere else', async () => {
  const send = (origin: string) =>
    fetch(`${url}/theme`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'theme=dark&next=%2Fsign-in',
      redirect: 'manual',
    });
  expect((await send(url)).status).toBe(303);
  expect((await send('https://evil.example')).status).toBe(403);
});

test.each([
  ['/sign-in', 'text/plain', 415],
  ['/theme', 'application/json', 415],
  ['/sign-out', 'application/octet-stream', 415],
  ['/refunds/re_1', 'text/plain', 415],
])('a body of another kind than a form is refused: %s %s', async (path, contentType, status) => {
  const headers = { origin: url, 'content-type': contentType };
  expect((await fetch(url + path, { method: 'POST', headers, body: '{"a":1}' })).status).toBe(status);
});

test('a large form is read on a page that sends files, from whoever is signed in, and nowhere else', async () => {
  const send = (path: string, bytes: number) =>
    fetch(url + path, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
      body: `email=${'x'.repeat(bytes)}`,
      redirect: 'manual',
    });
  expect((await send('/sign-in', 70_000)).status).toBe(413);
  expect((await send('/theme', 5_000_000)).status).toBe(413);
  expect((await send('/reconciliation/bank', 12_000_000)).status).toBe(413);
});

test('a large form that goes on and on is not waited for from whoever is not signed in', async () => {
  const api = createServer((_request, response) => response.writeHead(401).end()).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const PORT = await freePort();
  const { port: apiPort } = api.address() as AddressInfo; // listens on a port, no pipe
  const origin = `http://localhost:${PORT}`;
  const settings = { PORT: String(PORT), HOST: '127.0.0.1', API_URL: `http://127.0.0.1:${apiPort}` };
  const guarded = await startApp('portal', { ...settings, PORTAL_URL: origin });
  const answerTo = async (path: string) => {
    const socket = connect(PORT, '127.0.0.1');
    const lines = [
      `POST ${path} HTTP/1.1`,
      `host: localhost:${PORT}`,
      `origin: ${origin}`,
      'accept: text/html',
      'content-type: application/x-www-form-urlencoded',
      'transfer-encoding: chunked',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n4\r\na=b&\r\n`);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return bytes.toString().split('\r\n')[0];
  };
  const paths = ['/reconciliation/bank', '/refunds/re_1?/record', '/payments/txn_1?/settle', '/sign-in'];
  const answers = await Promise.all(paths.map(answerTo));
  await guarded.stop();
  api.close();
  expect(answers.map((line) => line?.split(' ')[1])).toEqual(['303', '303', '303', '411']);
});

test('a connection that sends its headers drop by drop is ended', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /sign-in HTTP/1.1\r\nhost: localhost\r\n');
  const drops = setInterval(() => socket.write('x: y\r\n'), 500);
  socket.on('error', () => undefined).resume();
  await once(socket, 'close');
  clearInterval(drops);
});

test('who comes by the number of this machine is led to its name, from where forms are taken', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/sign-in?next=%2Frefund`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([307, `${url}/sign-in?next=%2Frefund`]);
});

test('a page runs only what the portal itself has sent, and is kept by nobody on the way', async () => {
  const answer = await fetch(`${url}/sign-in`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("script-src 'unsafe-inline'");
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(answer.headers.get('permissions-policy')).toContain('camera=()');
  expect(answer.headers.get('strict-transport-security')).toBeNull();
});

test('a page is compressed on the line, for whoever takes it so', async () => {
  const encodingOf = async (accepted: string) =>
    (await fetch(`${url}/sign-in`, { headers: { 'accept-encoding': accepted } })).headers.get(
      'content-encoding',
    );
  expect(await encodingOf('br')).toBe('br');
  expect(await encodingOf('gzip')).toBe('gzip');
  expect(await encodingOf('identity')).toBeNull();
});

test('signing in says so when the API is away, and asks nobody to type a new password', async () => {
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: 'email=a%40b.example&password=secret',
  });
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('Nothing was changed or checked.');
});

test('whose payments somebody searched for is in no log, also when the API is away', async () => {
  await fetch(`${url}/payments?q=Whitfield`);
  const logged = () => readFile(join(logs, 'portal.log'), 'utf8');
  await expect.poll(logged).toContain('"path":"/v1/payments"');
  expect(await logged()).not.toContain('Whitfield');
});
