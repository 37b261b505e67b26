import { randomUUID } from 'node:crypto';
import type { components } from '@makewhole/client/schema';
import { checkAnswer } from '../../support/openapi/check-answer.ts';

export type Schemas = components['schemas'];

export type Answer<Body = Schemas['Problem']> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, as the test expects it: a wrong shape fails the test. */
  readonly body: Body;
};

export type Call = {
  readonly key?: string;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
  /** A file, sent as it is under the content type in `headers`. */
  readonly file?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Calls the API as a program does, and holds the answer to the OpenAPI document. `what` is the method and the path, "GET /v1/me". */
export async function call<Body = Schemas['Problem']>(
  url: string,
  what: string,
  { key, body, file, headers }: Call = {},
): Promise<Answer<Body>> {
  const [method, path] = what.split(' ', 2);
  const response = await fetch(`${url}${path}`, {
    ...(method !== undefined && { method }),
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(file !== undefined && { body: file }),
  });
  const text = await response.text();
  const { status, headers: answered } = response;
  checkAnswer({ method: method ?? '', path: path ?? '', status, headers: answered, text });
  // The cast: see Answer.
  return { status, headers: answered, text, body: parsed(text) as Body };
}

/** Asks for a refund, by default with a new Idempotency-Key. */
export function askForRefund<Body = Schemas['Refund'] & Pick<Schemas['Problem'], 'code' | 'refundId'>>(
  world: { readonly url: string; readonly key: string },
  body: Readonly<Record<string, unknown>>,
  idempotencyKey: string = randomUUID(),
): Promise<Answer<Body>> {
  return call(world.url, 'POST /v1/refunds', {
    key: world.key,
    body: { reason: 'Paid twice by mistake', ...body },
    headers: { 'idempotency-key': idempotencyKey },
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
