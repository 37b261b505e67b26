// The payment processor's reports. Each is stored once, then the refund's workflow is signaled to ask for itself: a report
// is never taken as the truth, so duplicate, late and out-of-order ones are harmless.
import type { Context } from 'hono';
import {
  findAnyConnection,
  findConnectionByAccount,
  type ConnectionView,
} from '@makewhole/db/connections/find-connection';
import {
  closeUnhandledEvent,
  type UnhandledEvent,
} from '@makewhole/db/processor-events/close-unhandled-event';
import { recordProcessorEvent } from '@makewhole/db/processor-events/record-processor-event';
import { markProcessorEventHandled } from '@makewhole/db/processor-events/unhandled-processor-events';
import { keepPayment, keepUnusable } from '@makewhole/db/payments/keep-payment';
import { findKnownRefunds } from '@makewhole/db/reconciliation/list-refunds-to-reconcile';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import {
  asId,
  type ConnectionId,
  type FirmId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { ProcessorEvent, WebhookVerdict } from '@makewhole/processor/events';
import { INSTALLED } from '@makewhole/processor/installed';
import { askForRecord, unusableRefund } from '@makewhole/processor/read-record';
import { CONNECTION_NOT_FOUND } from '../connections/handlers.ts';
import type { ApiEnv, App, Services } from '../context.ts';
import { isDatabaseUnavailable } from '../http/database-error.ts';
import { problem } from '../http/problems.ts';
import { connectionWebhookRoute, processorWebhookRoute } from './routes.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { createSyncNudge } from './nudge-sync.ts';

export function addProcessorWebhookHandlers(app: App, services: Services): void {
  const { db, log, verifyProcessorWebhook } = services;
  const nudgeSync = createSyncNudge(services);

  app.openapi(processorWebhookRoute, async (c) => {
    const verdict = verifyProcessorWebhook({ headers: c.req.header(), body: await c.req.text() });
    if (verdict.kind === 'forged') return forged(c, services, verdict.message);
    if (verdict.kind !== 'ok') return unread(c, services, verdict);
    const { event } = verdict;
    const { account } = 'refund' in event ? event.refund : event.payment;
    const connection = await findConnectionByAccount(db, { kind: INSTALLED, account });
    if (connection === null) {
      log.error({ eventId: event.id, account }, 'a webhook names an account that no firm has');
    } else {
      await accept(services, connection, { event, storedId: event.id, isFact: false });
      nudgeSync(connection.id);
    }
    return c.json({ received: true } as const, 200);
  });

  app.openapi(connectionWebhookRoute, async (c) => {
    const { connectionId: id } = c.req.valid('param');
    const connection = isStorableText(id) ? await findAnyConnection(db, asId<ConnectionId>(id)) : null;
    if (connection === null) return problem(c, CONNECTION_NOT_FOUND);
    const opened = await openConnection(services, connection.id);
    if (opened === null) return problem(c, CONNECTION_UNAVAILABLE);
    const verdict = opened.readWebhook({ headers: c.req.header(), body: await c.req.text() }, new Date());
    if (verdict.kind === 'forged') return forged(c, services, verdict.message);
    if (verdict.kind !== 'ok') return unread(c, services, verdict);
    await accept(services, connection, {
      event: verdict.event,
      // Two companies may use the same ID.
      storedId: `${connection.id}/${verdict.event.id}`,
      isFact: opened.capabilities.truth === 'notifications',
    });
    nudgeSync(connection.id);
    return c.json({ received: true } as const, 200);
  });
}

/** The company delivers again; meanwhile nobody can tell whether it was the company. */
const CONNECTION_UNAVAILABLE = {
  code: 'connection_unavailable',
  detail:
    'The credentials of this connection cannot be opened, so the signature cannot be checked. Deliver it again later.',
  headers: { 'retry-after': '60' },
} as const;

/** Null if its credentials cannot be opened: its key of the ring is missing, or nobody has confirmed them. */
async function openConnection({ processor, log }: Services, connectionId: ConnectionId) {
  try {
    return await processor.open(connectionId);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    log.error({ connectionId, err: error }, 'a connection cannot be opened to read its webhook');
    return null;
  }
}

function forged(c: Context<ApiEnv>, { log }: Services, cause: string) {
  log.warn({ cause }, 'a forged webhook was refused');
  return problem(c, {
    code: 'webhook_forged',
    detail:
      'The signature is not from the payment processor, or its timestamp is too far from the current time.',
  });
}

function unread(
  c: Context<ApiEnv>,
  { log }: Services,
  { kind, eventId, message }: Extract<WebhookVerdict, { eventId: string }>,
) {
  if (kind === 'unreadable') log.error({ eventId, cause: message }, 'a signed webhook cannot be read');
  return c.json({ received: true } as const, 200);
}

type Received = {
  readonly event: ProcessorEvent;
  /** Under which it is stored once, however often it is delivered. */
  readonly storedId: string;
  /** Its company only notifies: what is stored is the record. */
  readonly isFact: boolean;
};

async function accept(
  services: Services,
  { firmId, id: connectionId }: ConnectionView,
  { event, storedId, isFact }: Received,
): Promise<void> {
  const { db } = services;
  const { type } = event;
  const { transactionId } = 'refund' in event ? event.refund : event.payment;
  // It is stored all the same: whatever a report contains, the processor need not send it again.
  const record = 'refund' in event ? unusableRefund(event.refund) : null;
  if (record !== null) await keepUnusable(db, { firmId, record, reconciliationId: null });
  const refundId = record === null ? await findOurRefund(services, firmId, event) : null;
  const kept = {
    ...{ id: storedId, firmId, connectionId, type, transactionId, refundId },
    ...{ payload: event, isFact, receivedAt: new Date() },
  };
  // Stored first: a company that only notifies is asked by what is stored.
  if ((await recordProcessorEvent(db, kept)) !== 'new') return;
  if (refundId !== null || !('refund' in event)) {
    processReport(services, event, kept);
    return;
  }
  const isDone = record !== null || (await lookUpExternalRefund(services, { firmId, connectionId }, event));
  if (isDone) await markProcessorEventHandled(db, kept.id, new Date());
}

/** Our refund that an event is about; null if there is none. */
async function findOurRefund(
  services: Services,
  firmId: FirmId,
  event: ProcessorEvent,
): Promise<RefundId | null> {
  if ('refund' in event) {
    // By our reference or the processor's ID: for an external refund that was booked, the latter is all we have.
    const [known] = await findKnownRefunds(services.db, { firmId, there: [event.refund] });
    return known?.id ?? null;
  }
  const { transactionId } = event.payment;
  return (await findPayment(services.db, { firmId, transactionId }))?.refundId ?? null;
}

/**
 * A refund that is not ours was made at the processor itself (B12): a person must be told, and no second one may be made.
 * @returns false if it could not be looked up; the sweep tries again
 */
async function lookUpExternalRefund(
  { db, processor, log }: Services,
  { firmId, connectionId }: Pick<Report, 'firmId' | 'connectionId'>,
  event: Extract<ProcessorEvent, { refund: unknown }>,
): Promise<boolean> {
  // Reports arrive late, twice and out of order, so the refund is fetched as it is now.
  const { transactionId, id: refundId } = event.refund;
  const answer = await processor.getRefund({ connectionId, transactionId, refundId });
  if (answer.kind !== 'found') {
    log.warn({ eventId: event.id, answer: answer.kind }, 'an external refund cannot be looked up');
    // What the processor does not have, or has in a shape that we do not know, is no better in a minute.
    return answer.kind !== 'unavailable';
  }
  const recorded = await recordExternalRefund(db, {
    ...{ firmId, connectionId },
    refund: answer.refund,
    reconciliationId: null,
    at: new Date(),
  });
  if (recorded === 'new') log.warn({ firmId, refundId }, 'a refund was made outside Makewhole');
  return true;
}

type Report = Pick<UnhandledEvent, 'id' | 'firmId' | 'type'> & {
  readonly connectionId: ConnectionId;
  readonly transactionId: TransactionId;
  readonly refundId: RefundId | null;
};

/** Processes a stored report; the sweep does what cannot be done now. */
function processReport(services: Services, event: ProcessorEvent, report: Report): void {
  const { background, db, workflows } = services;
  background.run(`the report ${report.id} was not processed; the sweep will process it`, async () => {
    // Our copy of the payment first: the workflow's next steps depend on it.
    if ('payment' in event) await refreshPayment(services, report);
    const { refundId } = report;
    if (refundId === null) return markProcessorEventHandled(db, report.id, new Date());
    const about = { ...report, refundId };
    const signaled = await workflows.signalProcessorReport(about);
    if (signaled === 'signaled') await markProcessorEventHandled(db, report.id, new Date());
    else await closeUnhandledEvent(db, about, new Date(), workflows.resumeRefund);
  });
}

/** Updates our copy with a dispute or return at once, so that no refund is requested meanwhile (R12). */
async function refreshPayment(
  { db, processor, log }: Services,
  { id, firmId, connectionId, transactionId }: Report,
): Promise<void> {
  const asOf = new Date();
  const read = await askForRecord(processor, { connectionId, transactionId });
  if (read.kind === 'unavailable') throw new Error(read.message);
  if (read.kind === 'not_found') {
    log.warn({ eventId: id, transactionId }, 'the processor reports a payment that it does not have');
    return;
  }
  await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
}
