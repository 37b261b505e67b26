// Stripe's double, as a process of its own: what it does to a connection is real. Prints its URL once it listens.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { replyToGet, replyToPost, type Asked } from './api.ts';
import { control } from './control.ts';
import { replyError, type Reply } from './refunding.ts';
import { createState, type Account } from './state.ts';

const KEYS: Readonly<Record<string, { readonly account: Account; readonly mayRefund: boolean }>> = {
  rk_test_double_main: { account: 'main', mayRefund: true },
  rk_test_double_rolled: { account: 'main', mayRefund: true },
  rk_test_double_other: { account: 'other', mayRefund: true },
  rk_test_double_reads: { account: 'main', mayRefund: false },
};
const WORK_MS = 20;

const state = createState();

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
  if (path.startsWith('/control/')) {
    send(response, {
      status: 200,
      body: { value: control(state, path, body === '' ? {} : JSON.parse(body)) },
    });
    return;
  }
  const method = request.method ?? 'GET';
  state.sent.push({ method, path: request.url ?? '', body });
  const on = method === 'POST' ? 'send' : 'lookup';
  const fault = takeFault(on);
  if (fault !== null && strike(response, fault)) return;
  const refused = refuse(request, on);
  if (refused !== null) {
    send(response, refused);
    return;
  }
  const { account } = keyOf(request) ?? { account: 'main' as const };
  const asked: Asked = { account, path, query, form: new URLSearchParams(body) };
  if (on === 'lookup') sendOdd(response, replyToGet(state, asked), fault);
  else await answerOnce(request, response, { asked, body, fault });
}

function keyOf(request: IncomingMessage) {
  return KEYS[request.headers.authorization?.replace(/^Bearer /, '') ?? ''];
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

type Keyed = { readonly asked: Asked; readonly body: string; readonly fault: string | null };

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
  state.saved.set(key, { content, status: done.status, body: JSON.stringify(done.body) });
  state.inProgress.delete(key);
  sendOdd(response, done, fault);
}

function workOrSaved500(asked: Asked, fault: string | null): Reply {
  const done = fault === 'saved_500_undone' ? null : replyToPost(state, asked);
  if (done !== null && fault !== 'saved_500') return done;
  return { status: 500, body: { error: { type: 'api_error', message: 'An unknown error occurred.' } } };
}

function takeFault(on: 'send' | 'lookup'): string | null {
  const fault = state.faults.find((one) => one.on === on && one.left > 0);
  if (fault === undefined) return null;
  fault.left -= 1;
  return fault.kind;
}

/** What happens before any work. @returns whether it was answered */
function strike(response: ServerResponse, fault: string): boolean {
  switch (fault) {
    case 'cut_before':
      response.destroy();
      return true;
    case '429':
      response.setHeader('retry-after', '7');
      send(response, replyError(429, { code: 'rate_limit', message: 'Too many requests.' }));
      return true;
    case '401':
      send(
        response,
        replyError(401, {
          code: 'api_key_expired',
          message: 'Expired API Key provided: rk_test_double_main',
        }),
      );
      return true;
    case '403':
      send(response, replyError(403, { message: 'This key is not permitted to do that.' }));
      return true;
    case 'wrong_mode':
      send(
        response,
        replyError(400, { code: 'livemode_mismatch', message: 'A test key cannot do that in live mode.' }),
      );
      return true;
    case '500':
      send(response, {
        status: 500,
        body: { error: { type: 'api_error', message: 'Something went wrong.' } },
      });
      return true;
    case 'proxy_404':
      sendText(response, 404, '<html>Not Found</html>');
      return true;
    case 'html':
      sendText(response, 200, '<html>Welcome</html>');
      return true;
    case 'empty':
      sendText(response, 200, '');
      return true;
    default:
      return false;
  }
}

/** What happens to the answer of work that was done. */
function sendOdd(response: ServerResponse, reply: Reply, fault: string | null): void {
  const body = JSON.stringify(reply.body);
  if (fault === 'cut_after') response.destroy();
  else if (fault === 'silent_after') return;
  else if (fault === 'truncated') sendText(response, reply.status, body.slice(0, body.length / 2));
  else if (fault === 'other_object')
    sendText(response, reply.status, body.replaceAll(/"(pi|ch|re)_\w/g, '"$1_X'));
  else sendText(response, reply.status, body);
}

function send(response: ServerResponse, { status, body }: Reply): void {
  sendText(response, status, JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(body);
}
