import { and, asc, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import {
  SECRET_OVERLAP_MS,
  WEBHOOK_ENDPOINTS_MAX,
  WEBHOOK_PING,
  type WebhookEvent,
} from '@makewhole/domain/webhooks';
import { lockFirm } from '../firms/lock-firm.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { webhookEndpoints } from '../schema/webhooks.ts';
import { insertDeliveries } from '../events/enqueue-deliveries.ts';

export type EndpointView = typeof webhookEndpoints.$inferSelect;
export type EndpointKey = { readonly firmId: FirmId; readonly endpointId: string };

export type EndpointInput = {
  readonly url: string;
  readonly description: string;
  /** Null: every event. */
  readonly eventTypes: readonly WebhookEvent[] | null;
};

/** Adds an endpoint; null if the firm is at its limit. */
export function addEndpoint(
  db: Db,
  by: ChangedBy,
  { url, description, eventTypes }: EndpointInput,
): Promise<EndpointView | null> {
  return db.transaction(async (tx) => {
    // So that two at once cannot exceed the limit together.
    await lockFirm(tx, by.firmId);
    const { length } = await listEndpoints(tx, by.firmId);
    if (length >= WEBHOOK_ENDPOINTS_MAX) return null;
    const [added] = await tx
      .insert(webhookEndpoints)
      .values({
        ...{ id: newId<string>('we'), firmId: by.firmId, url, description },
        eventTypes: eventTypes && [...eventTypes],
        ...{ createdBy: by.principalId, createdAt: by.at },
      })
      .returning();
    if (added === undefined) return null;
    const data = { endpointId: added.id, eventTypes };
    await appendFirmEvent(tx, by, { type: 'webhook_endpoint.added', data });
    return added;
  });
}

/** All endpoints of a firm, oldest first. */
export function listEndpoints(db: Db, firmId: FirmId): Promise<EndpointView[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.firmId, firmId))
    .orderBy(asc(webhookEndpoints.id))
    .limit(WEBHOOK_ENDPOINTS_MAX);
}

export async function findEndpoint(db: Db, key: EndpointKey): Promise<EndpointView | null> {
  const [found] = await db.select().from(webhookEndpoints).where(ofKey(key));
  return found ?? null;
}

export type EndpointChanges = Partial<EndpointInput> & { readonly enabled?: boolean };

/** Changes an endpoint. Turning it on again clears its record of failures. Null if the firm has none with this ID. */
export async function changeEndpoint(
  db: Db,
  by: ChangedBy,
  endpointId: string,
  { enabled, eventTypes, ...wishes }: EndpointChanges,
): Promise<EndpointView | null> {
  const key = { firmId: by.firmId, endpointId };
  const turned = {
    true: { disabledAt: null, disabledBecause: null, failingSince: null, toldAt: null },
    false: { disabledAt: by.at, disabledBecause: 'person' },
    undefined: {},
  } as const;
  const changes = {
    ...wishes,
    ...(eventTypes !== undefined && { eventTypes: eventTypes && [...eventTypes] }),
    ...turned[`${enabled}`],
  };
  if (Object.keys(changes).length === 0) return findEndpoint(db, key);
  return db.transaction(async (tx) => {
    const [changed] = await tx.update(webhookEndpoints).set(changes).where(ofKey(key)).returning();
    if (changed === undefined) return null;
    const data = {
      endpointId,
      // Which fields changed, not their values: an address may hold a secret.
      changed: Object.keys(wishes),
      ...(eventTypes !== undefined && { eventTypes }),
      ...(enabled !== undefined && { enabled }),
    };
    await appendFirmEvent(tx, by, { type: 'webhook_endpoint.changed', data });
    return changed;
  });
}

/** Rotates the signing secret; the old one also signs for a day. Null if the firm has no endpoint with this ID. */
export function rotateSecret(db: Db, by: ChangedBy, endpointId: string): Promise<EndpointView | null> {
  const key = { firmId: by.firmId, endpointId };
  return db.transaction(async (tx) => {
    const [standing] = await tx.select().from(webhookEndpoints).where(ofKey(key)).for('update');
    if (standing === undefined) return null;
    const [rotated] = await tx
      .update(webhookEndpoints)
      .set({
        secretVersion: standing.secretVersion + 1,
        previousSecretUntil: new Date(by.at.getTime() + SECRET_OVERLAP_MS),
      })
      .where(ofKey(key))
      .returning();
    await appendFirmEvent(tx, by, { type: 'webhook_endpoint.secret_rotated', data: { endpointId } });
    return rotated ?? null;
  });
}

/** Sends an empty message, to check whether the endpoint works. @returns the delivery's ID */
export async function pingEndpoint(db: Db, { firmId, endpointId }: EndpointKey, at: Date): Promise<string> {
  const payload = { type: WEBHOOK_PING, timestamp: at.toISOString(), data: {} } as const;
  const [id] = await db.transaction((tx) =>
    insertDeliveries(tx, { firmId, eventId: newId<string>('msg'), payload, at }, [{ id: endpointId }]),
  );
  if (id === undefined) throw new Error(`The ping of ${endpointId} was not recorded`);
  return id;
}

function ofKey({ firmId, endpointId }: EndpointKey) {
  return and(eq(webhookEndpoints.firmId, firmId), eq(webhookEndpoints.id, endpointId));
}
