import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openApi, type Api, type Schemas } from './client.ts';
import { syncLine, syncLines } from './sync-lines.ts';

const PAUSE_MS = 2_000;
/** Of a wait for a dry run, or with --watch: 50,000 payments take an hour or so. */
const WAIT_MS_MAX = 12 * 60 * 60_000;

export type SyncOptions = {
  readonly since?: string;
  readonly dryRun: boolean;
  readonly watch: boolean;
  readonly status: boolean;
  readonly pause: boolean;
  readonly resume: boolean;
};

type Sync = Schemas['ConnectionSync'];

/** Begins, shows, pauses or resumes a sync. A dry run is waited for. @throws CommandFailure if it was refused, or has no end */
export async function sync(given: string | null, options: SyncOptions, output: Output): Promise<void> {
  const { since, dryRun, status, pause, resume } = options;
  if ([status, pause, resume].filter(Boolean).length > 1) {
    throw new CommandFailure('Give one of --status, --pause and --resume.', EXIT.usage);
  }
  if ((status || pause || resume) && (since !== undefined || (dryRun && !status))) {
    throw new CommandFailure('--since and --dry-run are for beginning a sync.', EXIT.usage);
  }
  const api = openApi();
  const id = given ?? (await onlyConnection(api));
  const first = await ask(api, id, options);
  const isWaitedFor = options.watch || (dryRun && !status);
  const last = isWaitedFor ? await watch(api, first, output) : first;
  output.result(syncLines(last, output), last);
}

function ask({ client, valueOf }: Api, id: string, options: SyncOptions): Promise<Sync> {
  const { since, dryRun, status, pause, resume } = options;
  const path = { id };
  if (status) {
    const query = dryRun ? { dryRun } : {};
    return valueOf(client.GET('/v1/connections/{id}/sync', { params: { path, query } }));
  }
  if (pause) return valueOf(client.POST('/v1/connections/{id}/sync/pause', { params: { path } }));
  if (resume) return valueOf(client.POST('/v1/connections/{id}/sync/resume', { params: { path } }));
  const body = { dryRun, ...(since !== undefined && { since }) };
  return valueOf(client.POST('/v1/connections/{id}/sync', { params: { path }, body }));
}

/** A line of progress for each change, until the past is read, it is paused, or its connection is disabled. */
async function watch({ client, valueOf }: Api, first: Sync, output: Output): Promise<Sync> {
  const until = Date.now() + WAIT_MS_MAX;
  const params = {
    path: { id: first.connectionId },
    query: first.dryRun ? { dryRun: true } : {},
  };
  let said = '';
  for (let seen = first; ; seen = await valueOf(client.GET('/v1/connections/{id}/sync', { params }))) {
    const line = syncLine(seen);
    if (line !== said) output.progress(line);
    said = line;
    if (seen.state !== 'backfilling') return seen;
    if (Date.now() > until) {
      throw new CommandFailure(
        'It has not read the past after twelve hours. It goes on by itself; --status says how far it is.',
      );
    }
    await sleep(PAUSE_MS);
  }
}

/** @throws CommandFailure if none is in use, or several are */
async function onlyConnection({ client, valueOf }: Api): Promise<string> {
  const { data } = await valueOf(client.GET('/v1/connections'));
  const inUse = data.filter(({ status }) => status === 'active' || status === 'broken');
  const [only, ...others] = inUse;
  if (only === undefined) {
    throw new CommandFailure('No payment company is connected. `makewhole connect` does that.');
  }
  if (others.length === 0) return only.id;
  const list = inUse.map(({ id, label }) => `${id}  ${label}`).join('\n');
  throw new CommandFailure(`Which connection? Name one of these:\n${list}`, EXIT.usage);
}
