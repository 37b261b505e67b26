// Reads bank files in isolation (ADR 21): each in its own thread with limited time and memory, a few at once, and one per
// firm at a time. Whatever a file does to its reader, the API keeps answering others.
import { Worker } from 'node:worker_threads';
import type { FirmId } from '@makewhole/domain/ids';
import type { ReadStatement } from './statement.ts';

/** `busy`: another file of the firm is being read. */
export type StatementReader = (
  firmId: FirmId,
  content: Uint8Array,
) => Promise<ReadStatement | { readonly kind: 'busy' }>;

/** The largest accepted statement takes a second to read. */
const TIME_MAX_MS = 5_000;
const AT_ONCE_MAX = 2;
const MEMORY_MAX = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };
const WORKER = new URL('statement-worker.ts', import.meta.url);

const TOO_MUCH: ReadStatement = {
  kind: 'unreadable',
  message:
    'This file takes too long to read and does not look like a bank statement. Export it again, or for a shorter period.',
};

type ReaderOptions = { readonly worker?: URL; readonly timeMaxMs?: number };

export function createStatementReader({
  worker = WORKER,
  timeMaxMs = TIME_MAX_MS,
}: ReaderOptions = {}): StatementReader {
  const firms = new Set<FirmId>();
  const waiting: (() => void)[] = [];
  let reading = 0;

  const turn = async () => {
    if (reading < AT_ONCE_MAX) {
      reading += 1;
      return;
    }
    // A finished reader passes its place on.
    const { promise, resolve } = Promise.withResolvers<undefined>();
    waiting.push(() => {
      resolve(undefined);
    });
    await promise;
  };
  const handOn = () => {
    const next = waiting.shift();
    if (next === undefined) reading -= 1;
    else next();
  };

  return async (firmId, content) => {
    if (firms.has(firmId)) return { kind: 'busy' };
    firms.add(firmId);
    try {
      await turn();
      try {
        return await readApart(worker, timeMaxMs, content);
      } finally {
        handOn();
      }
    } finally {
      firms.delete(firmId);
    }
  };
}

function readApart(url: URL, timeMaxMs: number, content: Uint8Array): Promise<ReadStatement> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadStatement>();
  // It needs none of our settings, and must not keep the process from ending.
  const worker = new Worker(url, { workerData: content, resourceLimits: MEMORY_MAX, env: {}, execArgv: [] });
  worker.unref();
  const timer = setTimeout(() => {
    resolve(TOO_MUCH);
  }, timeMaxMs);
  worker.once('message', (read: ReadStatement) => {
    resolve(read);
  });
  worker.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(TOO_MUCH);
    else reject(error);
  });
  worker.once('exit', () => {
    reject(new Error('The reader of a bank file ended without an answer'));
  });
  return promise.finally(async () => {
    clearTimeout(timer);
    await worker.terminate();
  });
}
