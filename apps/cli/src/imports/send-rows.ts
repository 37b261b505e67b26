// Sends the rows of a file in batches. A batch is a statement that may be repeated, so one whose answer is lost is sent
// again, for some minutes.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { refused, type Api } from '../api/client.ts';
import { CommandFailure } from '../exit-codes.ts';
import { columnOf, type BatchSent, type Kind } from './kinds.ts';
import type { BadRow, GoodRow } from './read-rows.ts';

/** As many as the API takes. */
const BATCH_ROWS = 500;
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

type Sending<Body> = {
  readonly api: Api;
  readonly kind: Kind<Body>;
  readonly rows: readonly GoodRow<Body>[];
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
};

/** @throws CommandFailure where nobody answers or the key may not: it says how many rows are done */
export async function sendRows<Body>({ rows, signal, onProgress, ...sending }: Sending<Body>): Promise<Sent> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const bad: BadRow[] = [];
  for (let done = 0; done < rows.length;) {
    const batch = rows.slice(done, done + BATCH_ROWS);
    const answers = await sendBatch(sending, batch, signal).catch((error: unknown) => {
      if (error instanceof CommandFailure) throw after(done, error, sending.dryRun);
      throw error;
    });
    for (const answer of answers) {
      if ('line' in answer) bad.push(answer);
      else counts[answer.status] += 1;
    }
    done += batch.length;
    onProgress(done);
  }
  return { ...counts, bad };
}

type Answer = BadRow | { readonly status: 'created' | 'updated' | 'unchanged' };
type Way<Body> = Pick<Sending<Body>, 'api' | 'kind' | 'dryRun'>;

/** A value that the API does not take refuses the whole batch: its rows are put aside, and the others sent again. */
async function sendBatch<Body>(
  way: Way<Body>,
  batch: readonly GoodRow<Body>[],
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  const { data, error, response } = await sendPatiently(way, batch, signal);
  if (data !== undefined) return data.rows.map((row, at) => answerOf(row, batch[at]));
  if (response.status === TOO_LARGE) {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return [tooLarge(only)];
    const half = Math.ceil(batch.length / 2);
    const first = await sendBatch(way, batch.slice(0, half), signal);
    return [...first, ...(await sendBatch(way, batch.slice(half), signal))];
  }
  const faults = faultsOf(error);
  const bad = batch.flatMap(({ line, cells }, at): BadRow[] => {
    const fault = faults.get(at);
    if (fault === undefined) return [];
    const { column, message } = fault;
    return [{ line, column, code: 'invalid_request', value: cells[column] ?? '', message }];
  });
  if (bad.length === 0) throw refused(response.status, error);
  const others = batch.filter((_, at) => !faults.has(at));
  return others.length === 0 ? bad : [...bad, ...(await sendBatch(way, others, signal))];
}

function tooLarge({ line, body: { externalId } }: GoodRow<unknown>): BadRow {
  const message = 'The row alone is more than a request may be. Shorten it.';
  return { line, column: null, code: 'too_large', value: externalId, message };
}

type Row = NonNullable<BatchSent['data']>['rows'][number];

function answerOf(row: Row, sent: GoodRow<unknown> | undefined): Answer {
  if (sent?.body.externalId !== row.externalId) {
    throw new Error(`The API answered about ${row.externalId}, which is not the row that was sent there`);
  }
  const { status, code, detail } = row;
  if (status !== 'refused') return { status };
  const why = { code: code ?? 'refused', message: detail ?? 'It was refused.' };
  return { line: sent.line, column: null, value: row.externalId, ...why };
}

/** By the row's place in the batch: the API names fields such as `rows.3.email`. */
function faultsOf(
  error: unknown,
): ReadonlyMap<number, { readonly column: string; readonly message: string }> {
  const problem = z
    .object({ faults: z.array(z.object({ field: z.string(), message: z.string() })) })
    .safeParse(error);
  const faults = new Map<number, { column: string; message: string }>();
  for (const { field, message } of problem.data?.faults ?? []) {
    const [, at, name = ''] = /^rows\.(\d+)(?:\.(.+))?$/.exec(field) ?? [];
    if (at !== undefined && !faults.has(Number(at)))
      faults.set(Number(at), { column: columnOf(name), message });
  }
  return faults;
}

async function sendPatiently<Body>(
  { api, kind, dryRun }: Way<Body>,
  batch: readonly GoodRow<Body>[],
  signal: AbortSignal,
): Promise<BatchSent> {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) throw new CommandFailure('Stopped.');
    const answer = await kind
      .send(api.client, { rows: batch.map(({ body }) => body), dryRun })
      .catch((cause: unknown) => ({ cause }));
    const mayPass = 'cause' in answer || answer.response.status === 429 || answer.response.status >= 500;
    if (!mayPass) return answer;
    if (tries === TRIES_MAX) {
      if ('cause' in answer) throw api.unreachable(answer.cause);
      return answer;
    }
    const wanted = 'cause' in answer ? 0 : Number(answer.response.headers.get('Retry-After') ?? 0) * 1_000;
    const waitMs = Math.min(Math.max(FIRST_WAIT_MS * 2 ** (tries - 1), wanted || 0), WAIT_MAX_MS);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

function after(done: number, { message, exitCode }: CommandFailure, dryRun: boolean): CommandFailure {
  const far = dryRun
    ? 'Nothing was written.'
    : `The first ${done} rows were sent. Send the same file again to go on: what is there already stays as it is.`;
  return new CommandFailure(`${message} ${far}`, exitCode);
}
