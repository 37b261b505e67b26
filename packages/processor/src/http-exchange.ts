// One HTTP request and its answer, classified by what the caller must know: was it sent, and was it answered?

export type ExchangeRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
  /** Covers the whole exchange: connecting, sending, and the last byte of the answer. */
  readonly timeoutMs: number;
};

export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The parsed JSON; undefined if the body is not JSON. */
      readonly json: unknown;
      readonly headers: Headers;
    }
  /** No connection: certainly nothing reached the other side. */
  | { readonly kind: 'not_sent'; readonly message: string }
  /** It may have been received and acted on. */
  | { readonly kind: 'lost'; readonly cause: 'timeout' | 'connection_lost'; readonly message: string };

/** After a day, asking does no harm. */
const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000;

/** Never throws for a network failure; returns redirects as answers, without following them. */
export async function exchange(request: ExchangeRequest): Promise<Exchange> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const text = await response.text();
    return {
      kind: 'answered',
      status: response.status,
      json: parseJson(text),
      headers: response.headers,
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return { kind: 'lost', cause: 'timeout', message: `no answer within ${request.timeoutMs} ms` };
    }
    const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return neverConnected(reason)
      ? { kind: 'not_sent', message: `no connection: ${messageOf(reason)}` }
      : { kind: 'lost', cause: 'connection_lost', message: `connection lost: ${messageOf(reason)}` };
  }
}

/** Timed out while connecting, or did not trust the other side's certificate: the request comes after both. */
const BEFORE_ANY_BYTE: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** How long the answer asks to wait, in milliseconds and at most a day; null if it does not say. */
export function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX);
}

/** The lookup or the connection failed for every address that was tried: the request never began. */
function neverConnected(reason: unknown): boolean {
  if (reason instanceof AggregateError) return reason.errors.every(neverConnected);
  if (!(reason instanceof Error)) return false;
  if ('syscall' in reason && (reason.syscall === 'connect' || reason.syscall === 'getaddrinfo')) return true;
  return 'code' in reason && BEFORE_ANY_BYTE.has(String(reason.code));
}

function messageOf(reason: unknown): string {
  if (reason instanceof AggregateError) return messageOf(reason.errors[0]);
  return reason instanceof Error ? reason.message : String(reason);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
