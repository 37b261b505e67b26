// One signed request to a firm's endpoint. It goes to the address that was checked, follows no redirect, and reads only
// the status of the response.
import { lookup as lookUpName } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { findTargetFault, isPublicAddress } from '@makewhole/runtime/webhook-target';

export type SignedMessage = {
  readonly url: string;
  /** The receiver's `webhook-id`: the same for each attempt. */
  readonly id: string;
  readonly body: string;
  /** Each secret signs: there are two during a rotation. */
  readonly secrets: readonly string[];
};

/** `status`: of the response; null if none came, and then `error` says why. */
export type Posted = { readonly status: number | null; readonly error: string | null };

const ANSWER_TIMEOUT_MS = 10_000;

/** Posts the message. Any 2xx status counts as received. Never throws. */
export async function postWebhook(message: SignedMessage, allowPrivate: boolean): Promise<Posted> {
  const fault = findTargetFault(message.url, { allowPrivate });
  if (fault !== null) return { status: null, error: `The address ${fault}.` };
  try {
    const status = await send(message, allowPrivate);
    const isTaken = status >= 200 && status < 300;
    return { status, error: isTaken ? null : `The endpoint answered ${status}.` };
  } catch (error) {
    return { status: null, error: wordsOf(error) };
  }
}

function send({ url, id, body, secrets }: SignedMessage, allowPrivate: boolean): Promise<number> {
  const answered = Promise.withResolvers<number>();
  const now = new Date();
  const { request } = url.startsWith('https:') ? https : http;
  const sending = request(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    ...(!allowPrivate && { lookup: lookUpPublic }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Makewhole-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    },
  });
  sending.on('response', (answer) => {
    answered.resolve(answer.statusCode ?? 0);
    answer.destroy();
  });
  sending.on('error', answered.reject);
  sending.end(body);
  return answered.promise;
}

class NotPublic extends Error {}

/** What a name resolves to at the moment of connecting: each lookup may return another address. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
      callback(new NotPublic('The name leads to an address that is not on the internet.'), '');
    } else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, isIP(first.address));
  });
};

function wordsOf(error: unknown): string {
  if (error instanceof NotPublic) return error.message;
  if (!(error instanceof Error)) return 'No answer came.';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return `No answer came within ${ANSWER_TIMEOUT_MS / 1000} seconds.`;
  }
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `The endpoint could not be reached${code}.`;
}
