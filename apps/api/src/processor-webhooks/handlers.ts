// The payment processor's reports. Each is stored once, then the refund's workflow is signaled to ask for itself: a report
// is never taken as the truth, so duplicate, late and out-of-order ones are harmless.
import { findConnectionByAccount } from '@makewhole/db/connections/find-connection';
import {
  closeUnhandledEvent,
  type UnhandledEvent,
} from '@makewhole/db/processor-events/close-unhandled-event';
import { recordProcessorEvent } from '@makewhole/db/processor-events/record-processor-event';
import { markProcessorEventHandled } from '@makewhole/db/processor-events/unhandled-processor-events';
import { keepPayment, keepUnusable } from '@makewhole/db/payments/keep-payment';
import { findKnownRefunds } from '@makewhole/db/reconciliation/list-refunds-to-reconcile';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import type { ConnectionId, FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { ProcessorEvent } from '@makewhole/processor/events';
import { askForRecord, unusableRefund } from '@makewhole/processor/read-record';
import type { App, Services } from '../context.ts';
import { problem } from '../http/problems.ts';
import { processorWebhookRoute } from './routes.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

export function addProcessorWebhookHandlers(app: App, services: Services): void {
  const { log, verifyProcessorWebhook } = services;

  app.openapi(processorWebhookRoute, async (c) => {
    const verdict = verifyProcessorWebhook({ headers: c.req.header(), body: await c.req.text() });
    if (verdict.kind === 'forged') {
      log.warn({ cause: verdict.message }, 'a forged webhook was refused');
      return problem(c, {
        code: 'webhook_forged',
        detail:
          'The signature is not from the payment processor, or its timestamp is too far from the current time.',
      });
    }
    if (verdict.kind === 'ok') await accept(services, verdict.event);
    else if (verdict.kind === 'ignored')
      log.info({ eventId: verdict.eventId, cause: verdict.message }, 'a webhook is about nothing of ours');
    else log.error({ eventId: verdict.eventId, cause: verdict.message }, 'a signed webhook cannot be read');
    return c.json({ received: true } as const, 200);
  });
}

async function accept(services: Services, event: ProcessorEvent): Promise<void> {
  const { db, log } = services;
  const { account, transactionId } = 'refund' in event ? event.refund : event.payment;
  const connection = await findConnectionByAccount(db, { kind: 'sandbox', account });
  if (connection === null) {
    log.error({ eventId: event.id, account }, 'a webhook names an account that no firm has');
    return;
  }
  const { firmId, id: connectionId } = connection;
  const { id, type } = event;
  // It is stored all the same: whatever a report contains, the processor need not send it again.
  const record = 'refund' in event ? unusableRefund(event.refund) : null;
  if (record !== null) await keepUnusable(db, { firmId, record, reconciliationId: null });
  const refundId = record === null ? await findOurRefund(services, firmId, event) : null;
  if (record === null && refundId === null && 'refund' in event)
    await lookUpExternalRefund(services, firmId, event);
  const kept = { id, firmId, type, transactionId, refundId, payload: event, receivedAt: new Date() };
  if ((await recordProcessorEvent(db, kept)) === 'new')
    processReport(services, event, { ...kept, account, connectionId });
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

/** A refund that is not ours was made at the processor itself (B12): a person must be told, and no second one may be made. */
async function lookUpExternalRefund(
  { db, processor, log }: Services,
  firmId: FirmId,
  event: Extract<ProcessorEvent, { refund: unknown }>,
): Promise<void> {
  // Reports arrive late, twice and out of order, so the refund is fetched as it is now. Otherwise reconciliation finds it.
  const { account, transactionId, id: refundId } = event.refund;
  const answer = await processor.getRefund({ account, transactionId, refundId });
  if (answer.kind !== 'found') {
    log.warn({ eventId: event.id, answer: answer.kind }, 'an external refund cannot be looked up');
    return;
  }
  const recorded = await recordExternalRefund(db, {
    firmId,
    refund: answer.refund,
    reconciliationId: null,
    at: new Date(),
  });
  if (recorded === 'new') log.warn({ firmId, refundId }, 'a refund was made outside Makewhole');
}

type Report = Pick<UnhandledEvent, 'id' | 'firmId' | 'type'> & {
  readonly connectionId: ConnectionId;
  readonly account: string;
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
  { id, firmId, connectionId, account, transactionId }: Report,
): Promise<void> {
  const asOf = new Date();
  const read = await askForRecord(processor, { account, transactionId });
  if (read.kind === 'unavailable') throw new Error(read.message);
  if (read.kind === 'not_found') {
    log.warn({ eventId: id, transactionId }, 'the processor reports a payment that it does not have');
    return;
  }
  await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
}
