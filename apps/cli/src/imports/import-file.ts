import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Kind } from '@makewhole/client/imports/kinds';
import { readRows, type BadRow } from '@makewhole/client/imports/read-rows';
import { readTable } from '@makewhole/client/imports/read-table';
import { sendRows, type Sent, type Stop } from '@makewhole/client/imports/send-rows';
import { withoutGuard } from '@makewhole/domain/csv-text';
import { openApi, refused, type Api } from '../api/client.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { badLines, checkReportPath, writeReport } from './report.ts';

export type ImportOptions = {
  readonly dryRun: boolean;
  readonly skipBad: boolean;
  readonly report?: string;
  readonly asOf?: string;
};

const NOTHING: Sent = { created: 0, updated: 0, unchanged: 0, bad: [] };

/**
 * Brings in a file. It is tried whole first, and written only if every row can be; with `skipBad` what can be is.
 * @throws CommandFailure with exit code 1 if a row is bad
 */
export async function importFile<Body>(
  kind: Kind<Body>,
  path: string,
  options: ImportOptions,
  output: Output,
): Promise<void> {
  const { dryRun, skipBad, report, asOf = new Date().toISOString() } = options;
  if (report !== undefined) checkReportPath(report);
  const api = openApi();
  const table = readTable(await read(path), kind, withoutGuard);
  if (!table.ok) throw new CommandFailure(table.fault, EXIT.usage);
  const { good, bad } = readRows(table.rows, kind, asOf);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop);
  const send = async (isTrial: boolean): Promise<Sent> => {
    const sent = await sendRows({
      ...{ client: api.client, kind, rows: good, dryRun: isTrial, signal: stopped.signal },
      onProgress: (done) => output.progress(`${isTrial ? 'Tried' : 'Sent'} ${done} of ${good.length} rows`),
    });
    if (sent.kind === 'stopped') throw failureOf(sent.stop, api, isTrial ? null : sent.done);
    return sent;
  };
  try {
    const tried = dryRun || !skipBad ? await send(true) : NOTHING;
    const isWritten = !dryRun && (skipBad || bad.length + tried.bad.length === 0);
    const sent = isWritten ? await send(false) : tried;
    const all = [...bad, ...sent.bad].toSorted((one, other) => one.line - other.line);
    if (report !== undefined) await writeReport(report, all);
    const { created, updated, unchanged } = sent;
    tell({ created, updated, unchanged, bad: all }, isWritten, output);
  } finally {
    process.off('SIGINT', stop);
  }
}

/** @param done how many rows were sent; null of a trial */
function failureOf(stop: Stop, api: Api, done: number | null): CommandFailure {
  const { message, exitCode } = whyStopped(stop, api);
  const far =
    done === null
      ? 'Nothing was written.'
      : `The first ${done} rows were sent. Send the same file again to go on: what is there already stays as it is.`;
  return new CommandFailure(`${message} ${far}`, exitCode);
}

function whyStopped(stop: Stop, api: Api): CommandFailure {
  if (stop.kind === 'aborted') return new CommandFailure('Stopped.');
  return stop.kind === 'unreachable' ? api.unreachable(stop.cause) : refused(stop.status, stop.error);
}

function tell({ bad, ...counts }: Sent, isWritten: boolean, output: Output): void {
  const { created, updated, unchanged } = counts;
  const said = `${created} created, ${updated} updated, ${unchanged} unchanged, ${bad.length} refused`;
  const line = isWritten ? said : `Nothing was written. It would be: ${said}`;
  output.result([...badLines(bad), line], { isWritten, ...counts, refused: bad.length, bad });
  if (bad.length === 0) return;
  const next = isWritten
    ? 'Correct them and send the file again.'
    : 'Correct them, or leave them out with --skip-bad.';
  throw new CommandFailure(`${rowsOf(bad)} cannot be taken. ${next}`);
}

const rowsOf = (bad: readonly BadRow[]) => (bad.length === 1 ? 'One row' : `${bad.length} rows`);

async function read(path: string): Promise<Buffer> {
  const content = await (path === '-' ? buffer(process.stdin) : readFile(path)).catch(() => null);
  if (content === null) throw new CommandFailure(`${path} cannot be read.`, EXIT.usage);
  return content;
}
