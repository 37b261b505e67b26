// Stripe's double, as a process of its own: what it does to a connection is real. Prints its URL once it listens.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { replyToGet, replyToPost, type Asked } from './api.ts';
import { control } from './control.ts';
import { paymentsNamed, takeFault } from './faults.ts';
import { replyError, type Reply } from './refunding.ts';
import { createState, type Account, type Fault } from './state.ts';
import { send, sendOdd, sendText, strikeBefore } from './strike.ts';
import { deliver } from './webhook-endpoints.ts';

const KEYS: Readonly<Record<string, { readonly account: Account; readonly mayRefund: boolean }>> = {
  rk_test_double_main: { account: 'main', mayRefund: true },
  rk_test_double_rolled: { account: 'main', mayRefund: true },
  rk_test_double_other: { account: 'other', mayRefund: true },
  rk_test_double_reads: { account: 'main', mayRefund: false },
};
/** Any account has keys of its own: the account's name, and which of its keys it is. */
const KEY_OF_ACCOUNT = /^rk_test_of_([a-z0-9]+)(?:_\d+)?$/;
const WORK_MS = 20;

const state = createState();
state.heard = (event) => void deliver(state, event);

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    send(response, { status: 500, body: { error: { type: 'api_error', message: String(error) } } });
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${port}` })}\n`);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  const body = await text(request);
  if (path === '/control/away') {
    const { ms } = z.strictObject({ ms: z.number().int().nonnegative() }).parse(JSON.parse(body));
    response.once('close', () => void goAway(ms));
    send(response, { status: 200, body: { value: {} } });
    return;
  }
  if (path.startsWith('/control/')) {
    send(response, {
      status: 200,
      body: { value: control(state, path, body === '' ? {} : JSON.parse(body)) },
    });
    return;
  }
  const method = request.method ?? 'GET';
  state.sent.push({
    method,
    path: request.url ?? '',
    body,
    version: String(request.headers['stripe-version']),
  });
  const on = method === 'POST' ? 'send' : 'lookup';
  const form = new URLSearchParams(body);
  const fault = takeFault(state, on, paymentsNamed(state, { path, query, form }));
  if (fault !== null && (await strikeBefore(response, fault))) return;
  const refused = refuse(request, on);
  if (refused !== null) {
    send(response, refused);
    return;
  }
  const { account } = keyOf(request) ?? { account: 'main' };
  const asked: Asked = { account, path, query, form };
  if (on === 'lookup') sendOdd(response, replyToGet(state, asked), fault);
  else await answerOnce(request, response, { asked, body, fault });
}

/** As if the company went down: cuts what runs and listens to nobody, then is there again as it was. */
async function goAway(ms: number): Promise<void> {
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  server.close();
  server.closeAllConnections();
  await sleep(ms);
  server.listen(port, '127.0.0.1');
}

function keyOf(request: IncomingMessage) {
  const key = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (state.deadKeys.has(key)) return undefined;
  const account = KEY_OF_ACCOUNT.exec(key)?.[1];
  return account === undefined ? KEYS[key] : { account, mayRefund: true };
}

function refuse(request: IncomingMessage, on: 'send' | 'lookup'): Reply | null {
  const key = keyOf(request);
  if (key === undefined) {
    const given = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    return replyError(401, { message: `Invalid API Key provided: ${given}` });
  }
  if (on === 'send' && !key.mayRefund) {
    return replyError(403, {
      message:
        'The provided key does not have the required permissions. Having the rak_charge_write permission would allow it.',
    });
  }
  return null;
}

type Keyed = { readonly asked: Asked; readonly body: string; readonly fault: Fault | null };

/** As Stripe keeps keys: any answer to work that began is saved, errors included, and given again. */
async function answerOnce(
  request: IncomingMessage,
  response: ServerResponse,
  { asked, body, fault }: Keyed,
): Promise<void> {
  const name = request.headers['idempotency-key'];
  const key = `${asked.account}:${typeof name === 'string' ? name : ''}`;
  const content = `${asked.path}?${body}`;
  const saved = state.saved.get(key);
  if (state.inProgress.has(key)) {
    const message = 'There is currently another in-progress request using this Idempotent Key.';
    send(response, replyError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }));
    return;
  }
  if (saved !== undefined && saved.content !== content) {
    const message =
      'Keys for idempotent requests can only be used with the same parameters they were first used with.';
    send(response, replyError(400, { type: 'idempotency_error', message }));
    return;
  }
  if (saved !== undefined) {
    response.setHeader('idempotent-replayed', 'true');
    sendText(response, saved.status, saved.body);
    return;
  }
  state.inProgress.add(key);
  await sleep(WORK_MS);
  const done = workOrSaved500(asked, fault);
  const about = paymentsNamed(state, asked);
  if (takeFault(state, 'send', about, { ofKey: true }) === null) {
    state.saved.set(key, { content, status: done.status, body: JSON.stringify(done.body) });
  }
  state.inProgress.delete(key);
  sendOdd(response, done, fault);
}

function workOrSaved500(asked: Asked, fault: Fault | null): Reply {
  const done = fault?.kind === 'saved_500_undone' ? null : replyToPost(state, asked);
  if (done !== null && fault?.kind !== 'saved_500') return done;
  return { status: 500, body: { error: { type: 'api_error', message: 'An unknown error occurred.' } } };
}
