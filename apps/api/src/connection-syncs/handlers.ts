// The taking over of a connection's payments (ADR 55): what a person asks for, and how far it has come.
import { findConnection, type ConnectionView } from '@makewhole/db/connections/find-connection';
import { askForSync, pauseSync, resumeSync } from '@makewhole/db/sync/ask-for-sync';
import { findSync, keyOfSync, type SyncRow } from '@makewhole/db/sync/find-sync';
import { markSyncStarted } from '@makewhole/db/sync/open-syncs';
import { findUnmatchedRefunds } from '@makewhole/db/sync/find-unmatched';
import { REFUND_UNMATCHED, SYNC_MONTHS_DEFAULT } from '@makewhole/domain/contracts/processor-sync';
import { isInUse } from '@makewhole/domain/connections';
import { asId, type ConnectionId, type FirmId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { changedBy } from '../auth/audit-actor.ts';
import { CONNECTION_NOT_FOUND } from '../connections/handlers.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { getSyncRoute, pauseSyncRoute, resumeSyncRoute, startSyncRoute } from './routes.ts';
import type { SyncBody } from './schemas.ts';
import { syncBody } from './sync-body.ts';

const SYNC_NOT_FOUND: Refusal = {
  code: 'sync_not_found',
  detail:
    'The payments of this connection are not being taken over. POST /v1/connections/{id}/sync begins that, or `makewhole sync`.',
};
const NOT_IN_USE: Refusal = {
  code: 'sync_not_possible',
  detail:
    'This connection is not in use: a new one must be confirmed, and a disabled one enabled, before its payments can be read.',
};
const NO_LISTS: Refusal = {
  code: 'sync_not_possible',
  detail:
    'This payment company cannot be asked for a list of payments: it only reports each one by webhook. A payment from before can be looked up by its exact transaction ID once the company has reported it.',
};

export function addConnectionSyncHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(getSyncRoute, async (c) => {
    const connection = await connectionOf(services, c.get('caller'), c.req.valid('param').id);
    if (connection === null) return problem(c, CONNECTION_NOT_FOUND);
    const row = await findSync(db, keyOf(connection, c.req.valid('query').dryRun === true));
    return row === null ? problem(c, SYNC_NOT_FOUND) : c.json(await bodyOf(services, row), 200);
  });

  app.openapi(startSyncRoute, async (c) => {
    const connection = await connectionOf(services, c.get('caller'), c.req.valid('param').id);
    if (connection === null) return problem(c, CONNECTION_NOT_FOUND);
    if (!isInUse(connection)) return problem(c, NOT_IN_USE);
    const { id: connectionId } = connection;
    const { truth, changeFeed } = await services.processor.capabilitiesOf({ connectionId });
    if (truth === 'notifications') return problem(c, NO_LISTS);
    const { since, dryRun } = c.req.valid('json');
    const by = changedBy(c);
    const row = await askForSync(db, by, {
      ...{ connectionId, since: since === undefined ? defaultSince(by.at) : new Date(since) },
      ...(dryRun && { isTrial: true as const }),
      hasFeed: changeFeed.kind === 'feed',
    });
    start(services, row);
    return c.json(syncBody(row), 202);
  });

  app.openapi(pauseSyncRoute, async (c) => {
    const connection = await connectionOf(services, c.get('caller'), c.req.valid('param').id);
    if (connection === null) return problem(c, CONNECTION_NOT_FOUND);
    const row = await pauseSync(db, changedBy(c), connection.id);
    return row === null ? problem(c, SYNC_NOT_FOUND) : c.json(syncBody(row), 200);
  });

  app.openapi(resumeSyncRoute, async (c) => {
    const connection = await connectionOf(services, c.get('caller'), c.req.valid('param').id);
    if (connection === null) return problem(c, CONNECTION_NOT_FOUND);
    const row = await resumeSync(db, changedBy(c), connection.id);
    if (row === null) return problem(c, SYNC_NOT_FOUND);
    start(services, row);
    return c.json(syncBody(row), 200);
  });
}

async function connectionOf(
  { db }: Services,
  { firmId }: { readonly firmId: FirmId },
  id: string,
): Promise<ConnectionView | null> {
  return isStorableText(id) ? findConnection(db, { firmId, connectionId: asId<ConnectionId>(id) }) : null;
}

function keyOf({ firmId, id: connectionId }: ConnectionView, isTrial: boolean) {
  return { firmId, connectionId, ...(isTrial && { isTrial: true as const }) };
}

function defaultSince(at: Date): Date {
  const since = new Date(at);
  since.setUTCMonth(since.getUTCMonth() - SYNC_MONTHS_DEFAULT);
  return since;
}

/** While the past is being read, the payment of a refund may still come. */
async function bodyOf({ db }: Services, row: SyncRow): Promise<SyncBody> {
  const body = syncBody(row);
  if (row.isTrial || row.state === 'backfilling') return body;
  const { count, sampleIds } = await findUnmatchedRefunds(db, row.firmId);
  if (count === 0) return body;
  const unmatched = { kind: 'refund_unmatched', count, why: REFUND_UNMATCHED, sampleIds: [...sampleIds] };
  return { ...body, notTaken: [...body.notTaken, unmatched] };
}

/** The sweep starts it if Temporal is down. */
function start({ background, db, workflows }: Services, row: SyncRow): void {
  const key = keyOfSync(row);
  background.run('a sync was not started; the sweep will start it', async () => {
    await markSyncStarted(db, key, await workflows.startSync(key));
  });
}
