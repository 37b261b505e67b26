import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { openApi } from '../api/client.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import type { Kind } from './kinds.ts';
import { readRows, type BadRow } from './read-rows.ts';
import { readTable } from './read-table.ts';
import { badLines, checkReportPath, writeReport } from './report.ts';
import { sendRows, type Sent } from './send-rows.ts';

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
  const { good, bad } = readRows(readTable(await read(path), kind), kind, asOf);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop);
  const send = (isTrial: boolean) =>
    sendRows({
      ...{ api, kind, rows: good, dryRun: isTrial, signal: stopped.signal },
      onProgress: (done) => output.progress(`${isTrial ? 'Tried' : 'Sent'} ${done} of ${good.length} rows`),
    });
  try {
    const tried = dryRun || !skipBad ? await send(true) : NOTHING;
    const isWritten = !dryRun && (skipBad || bad.length + tried.bad.length === 0);
    const sent = isWritten ? await send(false) : tried;
    const all = [...bad, ...sent.bad].toSorted((one, other) => one.line - other.line);
    if (report !== undefined) await writeReport(report, all);
    tell({ ...sent, bad: all }, isWritten, output);
  } finally {
    process.off('SIGINT', stop);
  }
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
