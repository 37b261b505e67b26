import type { TransactionId } from '@makewhole/domain/ids';
import type { z } from 'zod';
import { retryAfterMs, type Exchange } from '../http-exchange.ts';
import type { Change, ChangesAnswer, ChangesRequest, CreatedRequest, PageAnswer } from '../lists.ts';
import type { Unavailable, UnreadableRecord } from '../no-answer.ts';
import type {
  OutcomeUnknown,
  PaymentProcessor,
  ProcessorRefund,
  ProcessorRefusalCode,
  RefundsAnswer,
  RefundsLookup,
  RetryLater,
  SendRefused,
} from '../port.ts';
import type { SandboxConnection } from './connection.ts';
import { LOOKUP_TIMEOUT_MS, get, post, type Server } from './request.ts';
import { unread, type Unread, wireChanges, wireError, wirePage, wirePayment, wireRefund } from './wire.ts';

const RETRY_AFTER_MS = 1_000;
/** After an answer that says that our own settings are wrong: a person has to fix them first. */
const RETRY_SETTINGS_AFTER_MS = 60_000;

/**
 * The sandbox payment processor (apps/sandbox) behind the port: the stand-in for Stripe and the like. Never throws for
 * anything the network or the processor can do; a malformed answer to a lookup is `unavailable`, to a send `unknown`.
 * An answer about another payment or refund than the one we asked about counts as malformed (R1).
 */
export function createSandboxProcessor(
  { url, apiKey, account: merchant }: SandboxConnection,
  lookupTimeoutMs = LOOKUP_TIMEOUT_MS,
): PaymentProcessor {
  const server: Server = { url, apiKey, lookupTimeoutMs };
  const account = merchant ?? '';
  return {
    getPayment: async ({ transactionId }) => {
      const segment = pathSegment(transactionId);
      if (segment === null) return { kind: 'not_found' };
      const answer = await get(server, account, `/v1/payments/${segment}`);
      if (isRefusal(answer, 'payment_not_found')) return { kind: 'not_found' };
      const payment = readOne(bodyOf(answer), wirePayment);
      if (payment.account !== account) return unavailable(answer);
      if ('record' in payment) {
        return payment.record.transactionId === transactionId ? payment.record : unavailable(answer);
      }
      return payment.transactionId === transactionId ? { kind: 'found', payment } : unavailable(answer);
    },

    refund: async ({ transactionId, amount, currency, idempotencyKey, reference, timeoutMs }) => {
      const answer = await post(server, account, '/v1/refunds', {
        idempotencyKey,
        timeoutMs,
        body: { paymentId: transactionId, amount, currency, reference },
      });
      const refund = parsed(answer, wireRefund);
      if (refund === undefined) return notDone(answer);
      const asked =
        refund.transactionId === transactionId &&
        refund.account === account &&
        refund.reference === reference;
      return asked ? { kind: 'accepted', refund } : anotherAnswered('refund');
    },

    findRefunds: (asked) => findRefunds(server, account, asked),

    getRefund: async ({ refundId }) => {
      const segment = pathSegment(refundId);
      if (segment === null) return { kind: 'not_found' };
      const answer = await get(server, account, `/v1/refunds/${segment}`);
      if (isRefusal(answer, 'refund_not_found')) return { kind: 'not_found' };
      const refund = readOne(bodyOf(answer), wireRefund);
      if (refund.account !== account) return unavailable(answer);
      if ('record' in refund) {
        return refund.record.processorRefundId === refundId ? refund.record : unavailable(answer);
      }
      return refund.id === refundId ? { kind: 'found', refund } : unavailable(answer);
    },

    listCreatedRefunds: (request) => listCreated(server, account, '/v1/refunds', request, wireRefund),

    listCreatedPayments: (request) => listCreated(server, account, '/v1/payments', request, wirePayment),

    listChanges: (request) => listChanges(server, account, request),

    voidAuthorization: async ({ transactionId, idempotencyKey, timeoutMs }) => {
      const segment = pathSegment(transactionId);
      if (segment === null) {
        return { kind: 'refused', code: 'payment_not_found', message: 'No payment can have this ID.' };
      }
      const path = `/v1/payments/${segment}/void`;
      const answer = await post(server, account, path, { idempotencyKey, timeoutMs, body: null });
      const payment = parsed(answer, wirePayment);
      if (payment === undefined) return notDone(answer);
      const asked = payment.transactionId === transactionId && payment.account === account;
      return asked && payment.status === 'voided' ? { kind: 'voided', payment } : anotherAnswered('payment');
    },
  };
}

/** By our reference, which finds it under any payment; or all refunds of a payment, which are part of its record. */
async function findRefunds(
  server: Server,
  account: string,
  { transactionId, reference }: RefundsLookup,
): Promise<RefundsAnswer> {
  const query = new URLSearchParams(reference === null ? { paymentId: transactionId } : { reference });
  const answer = await get(server, account, `/v1/refunds?${query.toString()}`);
  const list = readList(answer, account, wireRefund);
  // We cannot judge more than one page of refunds for one question.
  if (list?.nextCursor !== null) return unavailable(answer);
  const isAsked = (refund: ProcessorRefund) =>
    reference === null ? refund.transactionId === transactionId : refund.reference === reference;
  if (!list.items.every(isAsked)) return unavailable(answer);
  return list.unreadable[0] ?? { kind: 'found', refunds: list.items };
}

async function listCreated<Item extends Owned>(
  server: Server,
  account: string,
  path: string,
  { from, to, cursor, limit }: CreatedRequest,
  shape: z.ZodType<Item>,
): Promise<PageAnswer<Item>> {
  const window = { createdFrom: from, createdTo: to, limit: String(limit) };
  const query = new URLSearchParams({ ...window, ...(cursor !== null && { cursor }) });
  const answer = await get(server, account, `${path}?${query.toString()}`);
  const page = readList(answer, account, shape);
  return page === undefined ? unavailable(answer) : { kind: 'page', ...page };
}

/** A payment counts as changed whenever one of its refunds did. */
async function listChanges(
  server: Server,
  account: string,
  { cursor, since, limit }: ChangesRequest,
): Promise<ChangesAnswer> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? { since } : { cursor }) });
  const answer = await get(server, account, `/v1/payments?${query.toString()}`);
  const page = parsed(answer, wireChanges);
  if (page === undefined || page.data.some((changed) => changed.account !== account)) {
    return unavailable(answer);
  }
  const changes = page.data.flatMap(({ id: transactionId, refunds }): Change[] => [
    { about: 'payment', id: transactionId, transactionId },
    ...refunds.map(({ id }): Change => ({ about: 'refund', id, transactionId })),
  ]);
  return { kind: 'changes', changes, nextCursor: page.lastCursor, hasMore: page.nextCursor !== null };
}

type Owned = { readonly account: string };

/** Reads one page; if it contains another merchant's record, it answers another question. */
function readList<Item extends Owned>(answer: Exchange, account: string, shape: z.ZodType<Item>) {
  const page = parsed(answer, wirePage);
  if (page === undefined) return undefined;
  const items: Item[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const json of page.data) {
    const item = readOne(json, shape);
    if (item.account !== null && item.account !== account) return undefined;
    if ('record' in item) unreadable.push(item.record);
    else items.push(item);
  }
  return { items, unreadable, nextCursor: page.nextCursor };
}

/** Reads one record, or describes one of unknown shape, so that it does not spoil the rest of its page. */
function readOne<Item extends Owned>(json: unknown, shape: z.ZodType<Item>): Item | Unread {
  const read = shape.safeParse(json);
  return read.success ? read.data : unread(json, read.error);
}

/** What each sandbox code means to the port. A code missing here is a refusal for another reason. */
const REFUSALS: Readonly<Record<string, ProcessorRefusalCode>> = {
  payment_not_found: 'payment_not_found',
  payment_not_captured: 'not_captured',
  payment_already_captured: 'already_captured',
  payment_voided: 'voided',
  payment_returned: 'payment_returned',
  payment_disputed: 'disputed',
  already_refunded: 'already_refunded',
  amount_exceeds_remaining: 'amount_exceeds_remaining',
  currency_mismatch: 'currency_mismatch',
};

/** Codes for a request that did not even reach the merchant's rules: our key, account or address is wrong. */
const SETTINGS_AT_FAULT = ['unauthorized', 'account_missing', 'route_not_found'];

/** Why a send did not get the expected answer. */
function notDone(answer: Exchange): SendRefused | OutcomeUnknown | RetryLater {
  if (answer.kind === 'not_sent') {
    return { kind: 'retry_later', cause: 'busy', afterMs: RETRY_AFTER_MS, message: answer.message };
  }
  if (answer.kind === 'lost') return unknown(answer.cause, answer.message);
  const { status } = answer;
  const error = wireError.safeParse(answer.json).data?.error;
  if (status === 429) {
    const afterMs = retryAfterMs(answer.headers) ?? RETRY_AFTER_MS;
    return { kind: 'retry_later', cause: 'busy', afterMs, message: 'too many requests' };
  }
  if (status >= 500) {
    const isSaved = answer.headers.get('idempotent-replayed') === 'true';
    const words = `answered ${status}: ${error?.message ?? 'no words'}`;
    return unknown(isSaved ? 'saved_error' : 'server_error', words);
  }
  if (status < 400 || error === undefined) {
    return unknown('unreadable_answer', `answered ${status} in no known shape`);
  }
  const { code, message } = error;
  if (code === 'idempotency_in_progress') return unknown('in_progress', message);
  if (code === 'idempotency_key_reused') return unknown('key_reused', message);
  if (SETTINGS_AT_FAULT.includes(code)) {
    return {
      kind: 'retry_later',
      cause: 'connection_broken',
      afterMs: RETRY_SETTINGS_AFTER_MS,
      message: `${code}: ${message}`,
    };
  }
  return { kind: 'refused', code: REFUSALS[code] ?? 'other', message };
}

function unavailable(answer: Exchange): Unavailable {
  if (answer.kind !== 'answered') return { kind: 'unavailable', message: answer.message };
  const error = wireError.safeParse(answer.json).data?.error;
  const words = error === undefined ? 'not an answer to what was asked' : `${error.code}: ${error.message}`;
  const isBroken = SETTINGS_AT_FAULT.includes(error?.code ?? '');
  const message = `answered ${answer.status}: ${words}`;
  if (isBroken) return { kind: 'unavailable', cause: 'connection_broken', message };
  if (answer.status !== 429) return { kind: 'unavailable', message };
  return { kind: 'unavailable', afterMs: retryAfterMs(answer.headers) ?? RETRY_AFTER_MS, message };
}

function anotherAnswered(thing: 'refund' | 'payment'): OutcomeUnknown {
  return unknown('unreadable_answer', `answered about another ${thing} than the one asked for`);
}

function unknown(cause: OutcomeUnknown['cause'], message: string): OutcomeUnknown {
  return { kind: 'unknown', cause, message };
}

/** The body of a 2xx, parsed to this shape, or undefined. */
function parsed<Shape extends z.ZodType>(answer: Exchange, shape: Shape): z.infer<Shape> | undefined {
  return shape.safeParse(bodyOf(answer)).data;
}

/** The body of a 2xx, or undefined. */
function bodyOf(answer: Exchange): unknown {
  const isDone = answer.kind === 'answered' && answer.status >= 200 && answer.status <= 299;
  return isDone ? answer.json : undefined;
}

/** Matches only a 404 with this code: any other 404 may come from a proxy or a wrong address, and says nothing. */
function isRefusal(answer: Exchange, code: string): boolean {
  return (
    answer.kind === 'answered' &&
    answer.status === 404 &&
    wireError.safeParse(answer.json).data?.error.code === code
  );
}

/** The ID as one path segment; null for text that no URL can carry unchanged, which therefore is not an ID. */
function pathSegment(id: TransactionId | string): string | null {
  if (id === '' || id === '.' || id === '..' || !id.isWellFormed()) return null;
  return encodeURIComponent(id);
}
