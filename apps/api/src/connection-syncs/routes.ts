import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { syncQuery, syncSchema, wantedSyncSchema } from './schemas.ts';

const tags = ['Connections'];
const params = z.object({ id: z.string() });
const SYNC = { description: 'The sync as it stands', content: jsonOf(syncSchema) };

export const getSyncRoute = defineRoute('/v1/connections/{id}/sync', 'report.read', {
  method: 'get',
  operationId: 'getConnectionSync',
  tags,
  summary: "See how far the sync of a connection's payments has come",
  description: 'How many payments were taken over, up to which day, and why it stopped if it did.',
  problems: ['connection_not_found', 'sync_not_found'],
  request: { params, query: syncQuery },
  responses: { 200: SYNC },
});

export const startSyncRoute = defineRoute('/v1/connections/{id}/sync', 'connection.add', {
  method: 'post',
  operationId: 'startConnectionSync',
  tags,
  summary: "Take a connection's payments over, and follow what changes",
  description:
    'Reads payments, refunds and disputes of the past, the newest week first, and then follows what changes. It waits while a refund is being handed over, and as long as the company asks. Sent again, it continues a paused one, and goes further back if `since` is earlier. A dry run that ended begins again.',
  problems: ['connection_not_found', 'sync_not_possible'],
  request: { params, body: { required: true, content: jsonOf(wantedSyncSchema) } },
  responses: {
    202: { description: 'It was recorded; it runs now, or within a minute', content: jsonOf(syncSchema) },
  },
});

export const pauseSyncRoute = defineRoute('/v1/connections/{id}/sync/pause', 'connection.add', {
  method: 'post',
  operationId: 'pauseConnectionSync',
  tags,
  summary: 'Pause the sync of a connection',
  description: 'Nothing is read until it is resumed. Webhooks and the nightly reconciliation work as before.',
  problems: ['connection_not_found', 'sync_not_found'],
  request: { params },
  responses: { 200: SYNC },
});

export const resumeSyncRoute = defineRoute('/v1/connections/{id}/sync/resume', 'connection.add', {
  method: 'post',
  operationId: 'resumeConnectionSync',
  tags,
  summary: 'Let a paused sync continue from where it is',
  description: 'Nothing is taken over twice. A sync that is running already is left alone.',
  problems: ['connection_not_found', 'sync_not_found'],
  request: { params },
  responses: { 200: SYNC },
});

export const CONNECTION_SYNC_ROUTES = [getSyncRoute, startSyncRoute, pauseSyncRoute, resumeSyncRoute];
