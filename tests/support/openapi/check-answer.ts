// Holds every answer that a test gets to the OpenAPI document: its status, its media type, its body to the last field, its
// headers and, of a problem, its code. What differs is a fault of the document or of the code, and fails the test.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { strictDocument, type Answer, type StrictDocument } from './strict-document.ts';

export type Answered = {
  readonly method: string;
  /** Its path as it was sent, with or without a query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

/** What a client may rely on: an answer has such a header only if the document says so. */
const TOLD_HEADERS = [
  ...['location', 'retry-after', 'etag', 'www-authenticate', 'preference-applied', 'idempotent-replayed'],
  'content-disposition',
];

/** @throws an Error that names the operation, the status and every fault */
export function checkAnswer(answered: Answered): void {
  const found = checker().find(answered);
  if (found === null) return;
  const { operationId, answer, validatorOf } = found;
  const faults = answer === undefined ? ['has no such status'] : faultsOf(answered, answer, validatorOf);
  if (faults.length === 0) return;
  const { method, path, status, text } = answered;
  throw new Error(
    `${operationId} (${method} ${path}) answered ${status}, and the document ${faults.join('; ')}\n${text.slice(0, 2_000)}`,
  );
}

function faultsOf(
  { status, headers, text }: Answered,
  answer: Answer,
  validatorOf: (mediaType: string) => ValidateFunction,
): string[] {
  const undocumented = TOLD_HEADERS.filter(
    (name) =>
      headers.has(name) && !Object.keys(answer.headers ?? {}).some((one) => one.toLowerCase() === name),
  ).map((name) => `has no header ${name}`);
  const mediaType = headers.get('content-type')?.split(';')[0] ?? null;
  if (mediaType === null || text === '') {
    return answer.content === undefined || text !== '' ? undocumented : [...undocumented, 'has a body'];
  }
  if (answer.content?.[mediaType] === undefined) return [...undocumented, `has no ${mediaType}`];
  if (!/json$/.test(mediaType) || mediaType === 'application/x-ndjson') return undocumented;
  const body: unknown = JSON.parse(text);
  const validate = validatorOf(mediaType);
  if (!validate(body)) {
    const errors = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
    return [...undocumented, `says otherwise: ${errors.join(', ')}`];
  }
  return [...undocumented, ...faultsOfProblem(body, status, answer)];
}

function faultsOfProblem(body: unknown, status: number, { 'x-problem-codes': codes }: Answer): string[] {
  if (codes === undefined || typeof body !== 'object' || body === null) return [];
  const { code, status: said } = body as { code?: string; status?: number }; // a Problem: its schema was checked
  return [
    ...(code === undefined || codes.includes(code) ? [] : [`does not list the code ${code}`]),
    ...(said === status ? [] : [`has another status in its body, ${said}`]),
  ];
}

type Found = {
  readonly operationId: string;
  readonly answer: Answer | undefined;
  readonly validatorOf: (mediaType: string) => ValidateFunction;
};

let built: { readonly find: (answered: Answered) => Found | null } | undefined;

/** Built once for each process, and each schema compiled when it is first needed. */
function checker() {
  built ??= createChecker(strictDocument());
  return built;
}

const DOCUMENT = 'openapi';

function createChecker(document: StrictDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, DOCUMENT); // for its references
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `${DOCUMENT}#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const routes = Object.entries(document.paths)
    .map(([path, item]) => ({ path, item, pattern: patternOf(path) }))
    // A literal segment before a parameter: /v1/clients/batch is not a client.
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
  return {
    find({ method, path, status }: Answered): Found | null {
      const route = routes.find(
        ({ item, pattern }) =>
          item[method.toLowerCase()] !== undefined && pattern.test(path.split('?')[0] ?? ''),
      );
      const operation = route?.item[method.toLowerCase()];
      if (route === undefined || operation === undefined) return null;
      const at = ['paths', route.path, method.toLowerCase(), 'responses', String(status), 'content'];
      return {
        operationId: operation.operationId,
        answer: operation.responses[String(status)],
        validatorOf: (mediaType) => validatorOf(pointerTo([...at, mediaType, 'schema'])),
      };
    },
  };
}

function pointerTo(path: readonly string[]): string {
  const escaped = path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${escaped.map(encodeURIComponent).join('/')}`;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}
