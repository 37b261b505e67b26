// What the faults of faults.ts do on the wire.
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { replyError, type Reply } from './refunding.ts';
import type { Fault } from './state.ts';

const RETRY_AFTER_MS = 7_000;
const SLOW_MS = 1_000;

/** What happens before any work. @returns whether it was answered, or never will be */
export async function strikeBefore(response: ServerResponse, { kind, ms }: Fault): Promise<boolean> {
  switch (kind) {
    case 'slow':
      await sleep(ms ?? SLOW_MS);
      return false;
    case 'cut_before':
      setTimeout(() => response.destroy(), ms ?? 0);
      return true;
    case '429':
      response.setHeader('retry-after', String(Math.ceil((ms ?? RETRY_AFTER_MS) / 1000)));
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
export function sendOdd(response: ServerResponse, reply: Reply, fault: Fault | null): void {
  const body = JSON.stringify(reply.body);
  switch (fault?.kind) {
    case 'cut_after':
      setTimeout(() => response.destroy(), fault.ms ?? 0);
      return;
    case 'silent_after':
      return;
    case 'truncated':
      sendText(response, reply.status, body.slice(0, body.length / 2));
      return;
    case 'other_object':
      sendText(response, reply.status, body.replaceAll(/"(pi|ch|re)_\w/g, '"$1_X'));
      return;
    case 'other_amount':
      sendText(
        response,
        reply.status,
        body.replaceAll(
          REFUND_AMOUNT,
          (_, before: string, amount: string) => before + String(Number(amount) - 1),
        ),
      );
      return;
    default:
      sendText(response, reply.status, body);
  }
}

/** As objects.ts writes it. */
const REFUND_AMOUNT = /("object":"refund","id":"\w+","amount":)(\d+)/g;

export function send(response: ServerResponse, { status, body }: Reply): void {
  sendText(response, status, JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(body);
}
