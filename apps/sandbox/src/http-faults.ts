// What the faults of faults.ts do on the wire.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fault, Faults, Target } from './faults.ts';
import { send, sendRefusal, type Request } from './http.ts';
import type { Answer } from './refusals.ts';

/** An unanswered connection is cut after this time, unless the fault names one. */
const NEVER_ANSWERED_MS = 120_000;
const RETRY_AFTER_MS = 1_000;
const SLOW_MS = 1_000;

/** Strikes before any work; null if no fault does. */
export async function strikeBefore(c: Request, faults: Faults, target: Target): Promise<Response | null> {
  const fault = faults.take(
    ['timeout_before', 'cut_connection', 'error_500', 'error_429', 'lookup_unavailable'],
    target,
  );
  if (fault === null) return null;
  note(c, fault);
  switch (fault.kind) {
    case 'timeout_before':
      return neverAnswer(c, fault.ms ?? NEVER_ANSWERED_MS);
    case 'cut_connection':
      return neverAnswer(c, 0);
    case 'error_429': {
      const seconds = Math.ceil((fault.ms ?? RETRY_AFTER_MS) / 1000);
      c.header('retry-after', String(seconds));
      return sendRefusal(c, { code: 'rate_limited', message: `Too many requests: wait ${seconds} s.` });
    }
    case 'lookup_unavailable':
      return sendRefusal(c, { code: 'unavailable', message: 'Lookups are unavailable.' });
    default:
      return sendRefusal(c, { code: 'internal_error', message: 'Something went wrong.' });
  }
}

/** Waits if a `slow` fault says so. */
export async function strikeSlow(c: Request, faults: Faults, target: Target): Promise<void> {
  const fault = faults.take(['slow'], target);
  if (fault === null) return;
  note(c, fault);
  await new Promise((resolve) => setTimeout(resolve, fault.ms ?? SLOW_MS));
}

/** Sends the answer of completed work, unless a fault strikes it on the way. */
export async function sendOrStrike(
  c: Request,
  faults: Faults,
  target: Target,
  answer: Answer,
  headers: Record<string, string> = {},
): Promise<Response> {
  const fault = answer.status < 300 ? faults.take(['timeout_after_success', 'garbled_answer'], target) : null;
  if (fault === null) return send(c, answer, headers);
  note(c, fault);
  if (fault.kind === 'timeout_after_success') return neverAnswer(c, fault.ms ?? NEVER_ANSWERED_MS);
  return send(c, { ...answer, body: answer.body.slice(0, answer.body.length / 2) }, headers);
}

/** The object with another amount or currency if an `amount_mismatch` strikes it. */
export function strikeAmount<Value extends { amount: number; currency: string }>(
  c: Request,
  faults: Faults,
  target: Target,
  value: Value,
): Value {
  const fault = faults.take(['amount_mismatch'], target);
  if (fault === null) return value;
  note(c, fault);
  const amount = fault.amount ?? (fault.currency === undefined ? value.amount - 1 : value.amount);
  return { ...value, amount, currency: fault.currency ?? value.currency };
}

export function note(c: Request, fault: Fault): void {
  c.var.logged.fault = fault.kind;
}

/** Resolves when the connection is gone: cut by us after `ms`, or by the other side. */
async function neverAnswer(c: Request, ms: number): Promise<Response> {
  const { socket } = c.env.incoming;
  if (!socket.destroyed) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), ms);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  return RESPONSE_ALREADY_SENT;
}
