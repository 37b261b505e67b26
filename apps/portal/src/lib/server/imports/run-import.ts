// Tries and writes a file's rows after the page has answered: a long file takes minutes.
import type { RequestEvent } from '@sveltejs/kit';
import type { Sent, Stop } from '@makewhole/client/imports/send-rows';
import { backgroundApiFor } from '../api.ts';
import { log } from '../log.ts';
import { readProblem } from '../problem.ts';
import type { FileImport } from './file-imports.ts';

/** A batch waits for the firm's other imports, and is then quick. */
const ANSWER_TIMEOUT_MS = 60_000;
const UNAUTHENTICATED = 401;
const NOT_STOPPED = new AbortController().signal;

/** Says what would happen to each row. Nobody waits for it: the state says how far it is. */
export function tryImport(event: RequestEvent, wanted: FileImport): void {
  run(event, wanted, { dryRun: true, tried: null });
}

/** Tries the rows from the start, where a preview stopped before its end. */
export function tryAgain(event: RequestEvent, wanted: FileImport): void {
  if (wanted.state.phase !== 'stopped' || wanted.state.tried !== null) return;
  wanted.state = { phase: 'trying', done: 0 };
  tryImport(event, wanted);
}

/**
 * Writes the rows that can be taken, from the preview or from where it stopped.
 * @returns false if it is not waiting for that: somebody has started it already
 */
export function writeImport(event: RequestEvent, wanted: FileImport): boolean {
  const { state } = wanted;
  const tried = state.phase === 'tried' || state.phase === 'stopped' ? state.tried : null;
  if (tried === null) return false;
  wanted.state = { phase: 'writing', done: 0, tried };
  run(event, wanted, { dryRun: false, tried });
  return true;
}

type Work = { readonly dryRun: boolean; readonly tried: Sent | null };

function run(event: RequestEvent, wanted: FileImport, { dryRun, tried }: Work): void {
  const client = backgroundApiFor(event, ANSWER_TIMEOUT_MS);
  const onProgress = (done: number) => {
    wanted.state = tried === null ? { phase: 'trying', done } : { phase: 'writing', done, tried };
  };
  const stop = (done: number, why: string) => {
    wanted.state = { phase: 'stopped', done, tried, why };
  };
  wanted.file.send({ client, dryRun, signal: NOT_STOPPED, onProgress }).then(
    (sent) => {
      if (sent.kind === 'stopped') stop(sent.done, whyStopped(sent.stop));
      else
        wanted.state = tried === null ? { phase: 'tried', tried: sent } : { phase: 'written', tried, sent };
    },
    (error: unknown) => {
      log.error({ err: error, importId: wanted.id }, 'an import ended with an error that we did not foresee');
      stop(0, 'Something went wrong here that we did not foresee.');
    },
  );
}

function whyStopped(stop: Stop): string {
  if (stop.kind !== 'refused') return 'Makewhole could not be reached for some minutes.';
  if (stop.status === UNAUTHENTICATED) return 'Your session ended meanwhile.';
  return readProblem(stop.error, stop.status).detail;
}
