// What every route needs to read a request and answer it.
import type { HttpBindings } from '@hono/node-server';
import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import { refusalAnswer, refused, type Answer, type Refusal } from './refusals.ts';
import type { LoggedRequest } from './request-log.ts';

export type Env = {
  Bindings: HttpBindings;
  Variables: {
    /** The request's merchant; set on every route under /v1. */
    account: string;
    logged: LoggedRequest;
  };
};
export type Request = HonoContext<Env>;

export function send(c: Request, { status, body }: Answer, headers: Record<string, string> = {}): Response {
  return c.body(body, status, { 'content-type': 'application/json', ...headers });
}

export function sendRefusal(c: Request, refusal: Pick<Refusal, 'code' | 'message'>): Response {
  return send(c, refusalAnswer(refusal));
}

/**
 * The path's segment at this index, byte for byte: null if it does not decode to text. (Hono's own parameters are
 * decoded leniently: two different paths may yield the same one.)
 */
export function exactSegment(c: Request, index: number): string | null {
  const segment = new URL(c.req.raw.url).pathname.split('/')[index];
  if (segment === undefined) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

export type Read<Value> = { readonly kind: 'read'; readonly value: Value } | Refusal;

/** The JSON body, validated, or what is wrong with which field. */
export async function readBody<Shape extends z.ZodType>(
  c: Request,
  shape: Shape,
): Promise<Read<z.infer<Shape>>> {
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    return refused('invalid_request', 'The body is not JSON.');
  }
  return readAs(shape, body);
}

export function readAs<Shape extends z.ZodType>(shape: Shape, value: unknown): Read<z.infer<Shape>> {
  const read = shape.safeParse(value);
  if (read.success) return { kind: 'read', value: read.data };
  const issues = read.error.issues.slice(0, 5);
  const message = issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
  return refused('invalid_request', message);
}
