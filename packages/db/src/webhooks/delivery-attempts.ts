// What the worker records about a delivery attempt, and about the endpoint that accepts or refuses it.
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { FAILING_DISABLED_AFTER_MS, FAILING_NOTIFIED_AFTER_MS } from '@makewhole/domain/webhooks';
import type { WebhookWorkflowInput } from '@makewhole/domain/contracts/webhook-delivery';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { webhookDeliveries, webhookEndpoints } from '../schema/webhooks.ts';
import type { DeliveryView } from './deliveries.ts';
import type { EndpointView } from './endpoints.ts';

export type OpenDelivery = { readonly delivery: DeliveryView; readonly endpoint: EndpointView };

/** The open delivery of this round, with its target; null if it is over, or another round has begun. */
export async function findOpenDelivery(db: Db, input: WebhookWorkflowInput): Promise<OpenDelivery | null> {
  const [found] = await db
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(
      webhookEndpoints,
      and(
        eq(webhookEndpoints.firmId, webhookDeliveries.firmId),
        eq(webhookEndpoints.id, webhookDeliveries.endpointId),
      ),
    )
    .where(pending(input));
  return found ?? null;
}

export type Attempt = {
  /** The receiver's HTTP status; null if no answer came. */
  readonly status: number | null;
  /** Null: it was accepted. */
  readonly error: string | null;
  readonly durationMs: number;
  readonly at: Date;
};

/** Records a successful attempt: the delivery is over, and the endpoint works. */
export async function recordDelivered(db: Db, input: WebhookWorkflowInput, attempt: Attempt): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(webhookDeliveries)
      .set({ ...attemptColumns(attempt), status: 'delivered', deliveredAt: attempt.at })
      .where(pending(input))
      .returning({ endpointId: webhookDeliveries.endpointId });
    if (row === undefined) return;
    await tx
      .update(webhookEndpoints)
      .set({ failingSince: null, toldAt: null })
      .where(ofEndpoint(input, row.endpointId));
  });
}

/** Records a failed attempt. Five days of failures alone turn the endpoint off; `gone` does so at once. */
export async function recordFailedAttempt(
  db: Db,
  input: WebhookWorkflowInput,
  attempt: Attempt,
  { gone }: { readonly gone: boolean },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(webhookDeliveries)
      .set(attemptColumns(attempt))
      .where(pending(input))
      .returning({ endpointId: webhookDeliveries.endpointId });
    if (row === undefined) return;
    const { failingSince, disabledAt } = webhookEndpoints;
    const where = and(ofEndpoint(input, row.endpointId), isNull(disabledAt));
    await tx
      .update(webhookEndpoints)
      .set({ failingSince: sql`coalesce(${failingSince}, ${attempt.at.toISOString()}::timestamptz)` })
      .where(where);
    const longAgo = new Date(attempt.at.getTime() - FAILING_DISABLED_AFTER_MS);
    await tx
      .update(webhookEndpoints)
      .set({ disabledAt: attempt.at, disabledBecause: gone ? 'gone' : 'failing', toldAt: null })
      .where(gone ? where : and(where, lte(failingSince, longAgo)));
  });
}

/** Ends a delivery that will not be retried. */
export async function endDelivery(
  db: Db,
  input: WebhookWorkflowInput,
  status: 'failed' | 'dropped',
): Promise<void> {
  await db.update(webhookDeliveries).set({ status }).where(pending(input));
}

/**
 * Claims the notice that an endpoint fails, or was turned off automatically: one notice for each. The caller that gets
 * true notifies the firm, and releases the claim if the mail server is down.
 */
export async function claimNotice(db: Db, { firmId, id }: EndpointView, at: Date): Promise<boolean> {
  const { failingSince, disabledBecause, toldAt } = webhookEndpoints;
  const toldFrom = new Date(at.getTime() - FAILING_NOTIFIED_AFTER_MS);
  const claimed = await db
    .update(webhookEndpoints)
    .set({ toldAt: at })
    .where(
      and(
        eq(webhookEndpoints.firmId, firmId),
        eq(webhookEndpoints.id, id),
        isNull(toldAt),
        sql`(${lte(failingSince, toldFrom)} OR ${disabledBecause} IN ('failing', 'gone'))`,
      ),
    )
    .returning({ id: webhookEndpoints.id });
  return claimed.length > 0;
}

export async function releaseNotice(db: Db, { firmId, id }: EndpointView): Promise<void> {
  await db
    .update(webhookEndpoints)
    .set({ toldAt: null })
    .where(and(eq(webhookEndpoints.firmId, firmId), eq(webhookEndpoints.id, id)));
}

/** Deliveries neither finished nor given up, oldest first. */
export function listOpenDeliveries(db: Db, page: OpenWorkPage): Promise<WebhookWorkflowInput[]> {
  const { firmId, id, round, workflowRunId, createdAt, status } = webhookDeliveries;
  return db
    .select({ firmId, deliveryId: id, round })
    .from(webhookDeliveries)
    .where(and(eq(status, 'pending'), onPage({ id, runId: workflowRunId, recordedAt: createdAt }, page)))
    .orderBy(asc(id))
    .limit(page.limit);
}

export async function markDeliveryStarted(db: Db, input: WebhookWorkflowInput, runId: string): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({ workflowRunId: runId })
    .where(and(ofDelivery(input), eq(webhookDeliveries.round, input.round)));
}

function attemptColumns({ status, error, durationMs, at }: Attempt) {
  return {
    attempts: sql`${webhookDeliveries.attempts} + 1`,
    lastStatus: status,
    lastError: error,
    lastDurationMs: durationMs,
    lastAttemptAt: at,
  };
}

function ofDelivery({ firmId, deliveryId }: WebhookWorkflowInput) {
  return and(eq(webhookDeliveries.firmId, firmId), eq(webhookDeliveries.id, deliveryId));
}

function pending(input: WebhookWorkflowInput) {
  return and(
    ofDelivery(input),
    eq(webhookDeliveries.round, input.round),
    eq(webhookDeliveries.status, 'pending'),
  );
}

function ofEndpoint({ firmId }: WebhookWorkflowInput, endpointId: string) {
  return and(eq(webhookEndpoints.firmId, firmId), eq(webhookEndpoints.id, endpointId));
}
