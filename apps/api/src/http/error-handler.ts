// Answers what no handler does: invalid requests, unknown paths, and errors.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import type { ApiEnv, Services } from '../context.ts';
import { isDatabaseUnavailable, isUnstorableValue } from './database-error.ts';
import type { Handling } from './define-route.ts';
import { invalidRequest, type Fault } from './invalid-request.ts';
import { problem, type Refusal } from './problems.ts';

type Checked = { readonly target: string } & (
  { readonly success: true } | { readonly success: false; readonly error: Pick<ZodError, 'issues'> }
);

/** Answers a request whose parameters, headers or body its route does not accept. */
export function refuseInvalid(checked: Checked, c: Context<ApiEnv>) {
  if (checked.success) return undefined;
  const { issues } = checked.error;
  const faults = issues.flatMap(faultsOf);
  const isKeyMissing =
    checked.target === 'header' &&
    faults.some(({ field }) => field === 'Idempotency-Key') &&
    (c.req.header('idempotency-key') ?? '') === '';
  if (isKeyMissing) {
    return problem(c, {
      code: 'idempotency_key_missing',
      detail:
        'Send an Idempotency-Key header that you generate, a new one for each refund. A retry with the same key never refunds twice.',
    });
  }
  return problem(c, invalidRequest(faults, PARTS[checked.target] ?? 'request'));
}

/** A field that is not accepted has its own name. */
function faultsOf(issue: ZodError['issues'][number]): Fault[] {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), message }];
  return issue.keys.map((key) => ({ field: [...path, shortened(key)].join('.'), message: UNKNOWN }));
}

const UNKNOWN = 'this request does not accept it';
const SHOWN_MAX = 60;

function shortened(key: string): string {
  return key.length > SHOWN_MAX ? `${key.slice(0, SHOWN_MAX)}...` : key;
}

const PARTS: Readonly<Record<string, string>> = {
  json: 'body',
  query: 'query',
  param: 'path',
  header: 'headers',
};

type HandledRoute = { readonly method: string; readonly path: string; readonly handling: Handling };

/** @returns the handler of errors that routes throw: it logs them, and tells the caller nothing of what they say */
export function refuseOnError({ log }: Pick<Services, 'log'>, routes: readonly HandledRoute[]) {
  const retryProblems = new Map(
    routes.flatMap(({ method, path, handling: { retryProblem } }) =>
      retryProblem === undefined ? [] : [[`${method.toUpperCase()} ${path}`, retryProblem] as const],
    ),
  );
  return (error: Error, c: Context<ApiEnv>) => {
    const refusal = error instanceof HTTPException ? HTTP_REFUSALS[error.status] : undefined;
    if (refusal !== undefined) return problem(c, refusal);
    if (isUnstorableValue(error)) {
      log.warn({ err: error, requestId: c.get('requestId') }, 'a request has a value that cannot be stored');
      return problem(c, UNSTORABLE);
    }
    log.error({ err: error, requestId: c.get('requestId') }, 'a request failed');
    if (isDatabaseUnavailable(error)) {
      return problem(c, retryProblems.get(`${c.req.method} ${c.req.path}`) ?? DATABASE_UNAVAILABLE);
    }
    return problem(c, UNEXPECTED);
  };
}

/** What the framework itself rejects. */
const HTTP_REFUSALS: Readonly<Record<number, Refusal>> = {
  400: { code: 'invalid_request', detail: 'The body is not well-formed JSON.' },
  415: { code: 'unsupported_media_type', detail: 'Send the body with `Content-Type: application/json`.' },
  504: {
    code: 'timeout',
    detail:
      'The request timed out and may still have taken effect. Check before you send it again; with an Idempotency-Key, a retry is safe.',
  },
};

const DATABASE_UNAVAILABLE: Refusal = {
  code: 'database_unavailable',
  detail: 'The database is not responding. Send the same request again in a moment.',
  headers: { 'retry-after': '5' },
};

const UNSTORABLE: Refusal = {
  code: 'invalid_request',
  detail:
    'A value in this request cannot be stored. Check it for invisible characters, unusual dates and great length.',
};

const UNEXPECTED: Refusal = {
  code: 'internal_error',
  detail: 'This is an error on our side. Try again; if it persists, send us the requestId.',
};
