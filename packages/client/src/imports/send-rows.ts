// Sends the rows of a file in batches. A batch is a statement that may be repeated, so one whose answer is lost is sent
// again, for some minutes.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MakewholeClient } from '../create-client.ts';
import type { BatchSent, Kind, RowAnswer } from './kinds.ts';
import type { BadRow, GoodRow } from './read-rows.ts';

const TOO_LARGE = 413;
const TRIES_MAX = 6;
const FIRST_WAIT_MS = 1_000;
const WAIT_MAX_MS = 60_000;

export type Sent = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** In no order. */
  readonly bad: readonly BadRow[];
};

/** Why no more rows were sent. refused: the API takes no rows from this caller, or not now. */
export type Stop =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'unreachable'; readonly cause: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly error: unknown };

/** `done`: how many rows were sent before it stopped. */
export type RowsSent =
  | ({ readonly kind: 'sent' } & Sent)
  | { readonly kind: 'stopped'; readonly done: number; readonly stop: Stop };

type Sending<Body> = {
  readonly client: MakewholeClient;
  readonly kind: Kind<Body>;
  readonly rows: readonly GoodRow<Body>[];
  /** Say what would happen, and change nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
};

/** Sends all rows, or stops where nobody answers or the caller may not. */
export async function sendRows<Body>({ rows, onProgress, ...way }: Sending<Body>): Promise<RowsSent> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const bad: BadRow[] = [];
  for (let done = 0; done < rows.length;) {
    const batch = rows.slice(done, done + way.kind.batchRows);
    const sent = await sendBatch(way, batch);
    if ('stop' in sent) return { kind: 'stopped', done, stop: sent.stop };
    for (const answer of sent.answers) {
      if ('line' in answer) bad.push(answer);
      else counts[answer.status] += 1;
    }
    done += batch.length;
    onProgress(done);
  }
  return { kind: 'sent', ...counts, bad };
}

type Answer = BadRow | { readonly status: 'created' | 'updated' | 'unchanged' };
type Answered = { readonly answers: readonly Answer[] } | { readonly stop: Stop };
type Way<Body> = Omit<Sending<Body>, 'rows' | 'onProgress'>;

/** A value that the API does not take refuses the whole batch: its rows are put aside, and the others sent again. */
async function sendBatch<Body>(way: Way<Body>, batch: readonly GoodRow<Body>[]): Promise<Answered> {
  const sent = await sendPatiently(way, batch);
  if ('stop' in sent) return sent;
  const { rows, error, response } = sent;
  if (rows !== undefined) return { answers: rows.flatMap((row, at) => answersOf(row, batch[at], way.kind)) };
  if (response.status === TOO_LARGE) return sendHalves(way, batch);
  const faults = faultsOf(error);
  const bad = batch.flatMap(({ lines }, at) => badOf(lines, faults.get(at), way.kind));
  if (bad.length === 0) return { stop: { kind: 'refused', status: response.status, error } };
  const others = batch.filter((_, at) => !faults.has(at));
  return others.length === 0 ? { answers: bad } : joined({ answers: bad }, await sendBatch(way, others));
}

async function sendHalves<Body>(way: Way<Body>, batch: readonly GoodRow<Body>[]): Promise<Answered> {
  const [only, ...others] = batch;
  if (only !== undefined && others.length === 0) return { answers: tooLarge(only, way.kind) };
  const half = Math.ceil(batch.length / 2);
  const first = await sendBatch(way, batch.slice(0, half));
  return 'stop' in first ? first : joined(first, await sendBatch(way, batch.slice(half)));
}

function joined(first: { readonly answers: readonly Answer[] }, rest: Answered): Answered {
  return 'stop' in rest ? rest : { answers: [...first.answers, ...rest.answers] };
}

function tooLarge<Body>({ lines, body }: GoodRow<Body>, kind: Kind<Body>): BadRow[] {
  const message = 'The row alone is more than a request may be. Shorten it.';
  return lines.map(({ line }) => ({
    ...{ line, column: null, code: 'too_large', message },
    value: kind.keyOf(body),
  }));
}

/** A row that was refused is bad on each of its lines. */
function answersOf<Body>(row: RowAnswer, sent: GoodRow<Body> | undefined, kind: Kind<Body>): Answer[] {
  if (sent === undefined || kind.keyOf(sent.body) !== row.key) {
    throw new Error(`The API answered about ${row.key}, which is not the row that was sent there`);
  }
  const { key, status, code, detail } = row;
  if (status !== 'refused') return [{ status }];
  const why = { code: code ?? 'refused', message: detail ?? 'It was refused.' };
  return sent.lines.map(({ line }) => ({ line, column: null, value: key, ...why }));
}

type Fault = { readonly field: string; readonly message: string };

/** The line that has the fault is named with its column, and the others of its row as a whole. */
function badOf<Body>(lines: GoodRow<Body>['lines'], fault: Fault | undefined, kind: Kind<Body>): BadRow[] {
  if (fault === undefined) return [];
  const place = kind.placeOf(fault.field);
  return lines.map(({ line, cells }, at) => {
    const column = at === place.line ? place.column : null;
    return {
      ...{ line, column, code: 'invalid_request', message: fault.message },
      value: cells[column ?? kind.together?.column ?? ''] ?? '',
    };
  });
}

/** By the row's place in the batch: the API names fields such as `rows.3.email`. */
function faultsOf(problem: unknown): ReadonlyMap<number, Fault> {
  const faults = new Map<number, Fault>();
  if (typeof problem !== 'object' || problem === null || !('faults' in problem)) return faults;
  if (!Array.isArray(problem.faults)) return faults;
  for (const fault of problem.faults as unknown[]) {
    if (!isFault(fault)) continue;
    const [, at, field = ''] = /^rows\.(\d+)(?:\.(.+))?$/.exec(fault.field) ?? [];
    if (at !== undefined && !faults.has(Number(at))) faults.set(Number(at), { ...fault, field });
  }
  return faults;
}

function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) return false;
  const { field, message } = value as Readonly<Record<string, unknown>>; // any object is a record
  return typeof field === 'string' && typeof message === 'string';
}

async function sendPatiently<Body>(
  { client, kind, dryRun, signal }: Way<Body>,
  batch: readonly GoodRow<Body>[],
): Promise<BatchSent | { readonly stop: Stop }> {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return { stop: { kind: 'aborted' } };
    const answer = await kind
      .send(client, { rows: batch.map(({ body }) => body), dryRun })
      .catch((cause: unknown) => ({ cause }));
    const mayPass = 'cause' in answer || answer.response.status === 429 || answer.response.status >= 500;
    if (!mayPass) return answer;
    if (tries === TRIES_MAX)
      return 'cause' in answer ? { stop: { kind: 'unreachable', cause: answer.cause } } : answer;
    const wanted = 'cause' in answer ? 0 : Number(answer.response.headers.get('Retry-After') ?? 0) * 1_000;
    const waitMs = Math.min(Math.max(FIRST_WAIT_MS * 2 ** (tries - 1), wanted || 0), WAIT_MAX_MS);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
