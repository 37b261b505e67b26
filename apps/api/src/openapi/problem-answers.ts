// Which problems each operation may answer with: those that its route lists, and those of its kind of route.
import { PROBLEMS, type ProblemCode } from '../http/problem-kinds.ts';
import { takesIfMatch } from '../http/etags.ts';
import type { DocumentedRoute } from './documented-route.ts';
import {
  isObject,
  listOf,
  type DocumentJson,
  type Json,
  type JsonObject,
  type OperationJson,
} from './json-schema.ts';

/** The codes that an operation may refuse with: those of its kind, then those of its handler. */
function problemsOf(route: DocumentedRoute, operation: OperationJson): readonly ProblemCode[] {
  return [...new Set([...commonProblems(route, operation), ...(route.problems ?? [])])];
}

/** What is refused before a handler runs, or when it fails. */
function commonProblems(route: DocumentedRoute, operation: OperationJson): ProblemCode[] {
  const { method, path, 'x-access': access } = route;
  const isGuarded = access !== 'public';
  const changes = method !== 'get';
  const codes: readonly (readonly [boolean, readonly ProblemCode[]])[] = [
    [true, ['invalid_request']],
    // A segment that is no UTF-8, or empty, is another path.
    [path.includes('{'), ['not_found']],
    [isGuarded, ['unauthenticated']],
    [isGuarded && access !== 'signed_in', ['forbidden', 'second_factor_required']],
    [isGuarded && changes, ['origin_not_allowed']],
    [changes, ['request_timeout', 'too_large', 'unsupported_media_type']],
    [takesHeader(operation, IDEMPOTENCY_KEY), ['idempotency_key_in_use', 'idempotency_key_reused']],
    [takesIfMatch(route), ['changed_meanwhile']],
    [true, ['expectation_failed', 'headers_too_large', 'internal_error', 'database_unavailable', 'timeout']],
  ];
  return codes.flatMap(([applies, ofKind]) => (applies ? ofKind : []));
}

function takesHeader({ parameters }: OperationJson, name: string): boolean {
  return listOf(parameters).some((parameter) => isObject(parameter) && parameter['name'] === name);
}

const IDEMPOTENCY_KEY = 'Idempotency-Key';
const REPLAYED = 'Idempotent-Replayed';
const ETAG = 'ETag';
const REQUEST_ID = 'X-Request-Id';
const RETRY_AFTER = 'Retry-After';
const WWW_AUTHENTICATE = 'WWW-Authenticate';
const CONTENT_DISPOSITION = 'Content-Disposition';
/** Media types of files, which have a name to be saved under. */
const FILE = /^(?:text\/csv|application\/(?:x-ndjson|pdf))$/;

/** Headers that answers of several operations have. */
const ANSWER_HEADERS: Readonly<Record<string, JsonObject>> = {
  [REQUEST_ID]: {
    description: 'Identifies this request in our logs. Quote it when you contact us.',
    schema: { type: 'string', examples: ['0f6c3d2e-6a0b-4b53-9d0e-2f6d1f0c7a11'] },
  },
  [RETRY_AFTER]: {
    description: 'Seconds to wait before the next attempt; absent if there is no telling.',
    schema: { type: 'integer', minimum: 0, examples: [5] },
  },
  [ETAG]: {
    description: 'The version that this is: for If-None-Match or If-Match.',
    schema: { type: 'string', examples: ['"12-9f86d081884c7d65"'] },
  },
  [REPLAYED]: {
    description:
      '`true` if the same request was answered before: this is that answer, and says what was true then.',
    schema: { type: 'string', examples: ['true'] },
  },
  [CONTENT_DISPOSITION]: {
    description: 'The name to save the file under.',
    schema: { type: 'string', examples: ['attachment; filename="refunds-2026-12-01.csv"'] },
  },
  [WWW_AUTHENTICATE]: {
    description: 'How to say who is calling.',
    schema: { type: 'string', examples: ['Bearer'] },
  },
};

/** Adds to each operation its problems, by status, and to every answer the headers that it has. */
export function addProblemAnswers(document: DocumentJson, routes: readonly DocumentedRoute[]): void {
  const shared: Record<string, JsonObject> = {};
  const used = new Set<ProblemCode>();
  for (const route of routes) {
    const operation = document.paths[route.path]?.[route.method];
    if (operation === undefined) throw new Error(`The document has no ${route.method} ${route.path}`);
    const isReplayed = takesHeader(operation, IDEMPOTENCY_KEY);
    for (const answer of Object.values(operation.responses))
      if (isObject(answer)) addHeaders(answer, isReplayed);
    const codes = problemsOf(route, operation);
    for (const code of codes) used.add(code);
    setProblems(operation, codes, new Set(route.problems), shared);
  }
  Object.assign(document.components, {
    responses: sorted(shared),
    headers: ANSWER_HEADERS,
    examples: sorted(Object.fromEntries([...used].map((code) => [code, exampleOf(code)]))),
  });
}

function setProblems(
  { responses }: OperationJson,
  codes: readonly ProblemCode[],
  own: ReadonlySet<ProblemCode>,
  shared: Record<string, JsonObject>,
): void {
  delete responses['default'];
  for (const [status, ofStatus] of Map.groupBy(codes, (code) => String(PROBLEMS[code].status))) {
    // A readiness check says itself that it is not ready.
    if (responses[status] !== undefined) continue;
    const answer = answerOf(status, ofStatus);
    if (ofStatus.some((code) => own.has(code))) responses[status] = answer;
    else {
      const name = nameOf(ofStatus);
      shared[name] = answer;
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
}

function answerOf(status: string, codes: readonly ProblemCode[]): JsonObject {
  const headers = [
    REQUEST_ID,
    ...(status === '429' || status === '503' || codes.some((code) => PASSING.has(code)) ? [RETRY_AFTER] : []),
    ...(codes.includes('changed_meanwhile') ? [ETAG] : []),
    ...(codes.includes('unauthenticated') ? [WWW_AUTHENTICATE] : []),
  ];
  return {
    description: codes.map((code) => `- \`${code}\`: ${PROBLEMS[code].title}`).join('\n'),
    headers: Object.fromEntries(headers.map((name) => [name, headerRef(name)])),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
    'x-problem-codes': [...codes],
  };
}

function addHeaders(answer: JsonObject, isReplayed: boolean): void {
  const headers = isObject(answer['headers']) ? answer['headers'] : {};
  const isFile =
    isObject(answer['content']) && Object.keys(answer['content']).some((type) => FILE.test(type));
  answer['headers'] = {
    ...headers,
    ...(isReplayed && { [REPLAYED]: headerRef(REPLAYED) }),
    ...(isFile && { [CONTENT_DISPOSITION]: headerRef(CONTENT_DISPOSITION) }),
    [REQUEST_ID]: headerRef(REQUEST_ID),
  };
}

function headerRef(name: string): JsonObject {
  return { $ref: `#/components/headers/${name}` };
}

/** InvalidRequest, ForbiddenOrSecondFactorRequired. */
function nameOf(codes: readonly ProblemCode[]): string {
  return codes
    .map((code) => code.replaceAll(/(?:^|_)[a-z]/g, (start) => start.replace('_', '').toUpperCase()))
    .join('Or');
}

/** They may pass, although their status does not say so. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['idempotency_key_in_use', 'workflow_gone']);

/** What a few problems have beside the others. */
const EXTENSIONS: Partial<Record<ProblemCode, JsonObject>> = {
  invalid_request: { faults: [{ field: 'reason', message: 'must not be blank' }] },
  forbidden: { action: 'refund.request' },
  already_refunded: { refundId: 'rf_0190f2c6b7a47c3e9d1f5a8b6c4d2e10' },
  not_cancelable: { refundStatus: 'processing' },
  not_refundable: { reason: 'ach_return_window', refundableFrom: '2026-12-04' },
  exceeds_shortage: { shortage: 12_500 },
  exceeds_open_balance: { openBalance: 40_000 },
  invoice_still_open: { openBalance: 40_000 },
  opening_not_reconciled: { difference: -250 },
};

function exampleOf(code: ProblemCode): JsonObject {
  const { status, title } = PROBLEMS[code];
  const value = {
    type: `urn:makewhole:problem:${code}`,
    title,
    status,
    detail: `${title}. The detail of a real answer says what to do about it.`,
    code,
    requestId: '0f6c3d2e-6a0b-4b53-9d0e-2f6d1f0c7a11',
    ...EXTENSIONS[code],
  };
  return { summary: title, value };
}

function sorted<Value extends Json>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
