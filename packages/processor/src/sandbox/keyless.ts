// The sandbox as the worst company that there is: it has no idempotency keys, so that each send is a refund, and nothing
// can be read back. What it reported by webhook is the record.
import type { TransactionId } from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import { movesMoney } from '@makewhole/domain/processor-record';
import type { ProcessorEvent, WebhookVerdict } from '../events.ts';
import { FACTS_MAX, type FactsStore, type ReceivedWebhook } from '../module.ts';
import type { Unavailable, UnreadableRecord } from '../no-answer.ts';
import type { PaymentProcessor, ProcessorPayment, ProcessorRefund } from '../port.ts';
import { createSandboxProcessor } from './adapter.ts';
import type { SandboxConnection } from './connection.ts';
import { readConnectionWebhook } from './webhook.ts';
import { unread, wirePayment, wireRefund } from './wire.ts';

const NO_LISTS: Unavailable = { kind: 'unavailable', message: 'this processor has no lists' };
const TOO_MANY: Unavailable = {
  kind: 'unavailable',
  message: `more than ${FACTS_MAX} reports are about this payment: ask the processor what is true of it`,
};
const NOT_REPORTED: Unavailable = {
  kind: 'unavailable',
  cause: 'not_reported',
  message: 'the processor has not reported this refund yet',
};

export function createKeylessProcessor(connection: SandboxConnection, facts: FactsStore): PaymentProcessor {
  const { account } = connection;
  const reportsOf = async (transactionId: TransactionId) => {
    const reports = await facts.reportsOf(transactionId);
    // Another merchant of the same processor may have the same ID.
    return reports.length > FACTS_MAX ? null : reports.filter((report) => accountOf(report) === account);
  };
  const sends = createSandboxProcessor(connection);
  return {
    refund: (request) => sends.refund(request),
    voidAuthorization: (request) => sends.voidAuthorization(request),
    getPayment: async ({ transactionId }) => {
      const reports = await reportsOf(transactionId);
      if (reports === null) return TOO_MANY;
      const payment = newestPayment(reports, transactionId);
      if (payment === null) return { kind: 'not_found' };
      if ('kind' in payment) return payment;
      const refunds = refundsIn(reports);
      if ('kind' in refunds) return refunds;
      const refundedAmount = sum(refunds.filter(movesMoney).map(({ amount }) => amount));
      return { kind: 'found', payment: { ...payment, refunds, refundedAmount } };
    },
    findRefunds: async ({ transactionId, reference }) => {
      const reports = await reportsOf(transactionId);
      if (reports === null) return TOO_MANY;
      const refunds = refundsIn(reports);
      if ('kind' in refunds) return refunds;
      const found = refunds.filter((one) => reference === null || one.reference === reference);
      return { kind: 'found', refunds: found };
    },
    getRefund: async ({ transactionId, refundId }) => {
      const reports = await reportsOf(transactionId);
      if (reports === null) return TOO_MANY;
      const refunds = refundsIn(reports.filter((one) => 'refund' in one && one.refund.id === refundId));
      if ('kind' in refunds) return refunds;
      const [found] = refunds;
      return found === undefined ? NOT_REPORTED : { kind: 'found', refund: found };
    },
    listCreatedPayments: () => Promise.resolve(NO_LISTS),
    listCreatedRefunds: () => Promise.resolve(NO_LISTS),
    listChanges: () => Promise.resolve(NO_LISTS),
  };
}

/** What arrives is what is kept: of a payment, only what its record is read from. */
export function readKeylessWebhook(received: ReceivedWebhook, connection: SandboxConnection): WebhookVerdict {
  const verdict = readConnectionWebhook(received, connection);
  if (verdict.kind !== 'ok' || !('payment' in verdict.event)) return verdict;
  const { payment } = verdict.event;
  // Its refunds report themselves.
  const read = wirePayment.in.safeParse({ ...payment, id: payment.transactionId, refunds: [] }).data;
  const { transactionId, account, dispute } = payment;
  const kept = read === undefined ? { account, dispute } : withoutId({ ...read, dispute });
  return { kind: 'ok', event: { ...verdict.event, payment: { ...kept, transactionId } } };
}

function withoutId<Record extends { readonly id: unknown }>({
  id: _id,
  ...rest
}: Record): Omit<Record, 'id'> {
  return rest;
}

function accountOf(report: ProcessorEvent): string {
  return ('refund' in report ? report.refund : report.payment).account;
}

/** As the newest report has it: an older one is no answer where that cannot be read. */
function newestPayment(
  reports: readonly ProcessorEvent[],
  id: TransactionId,
): ProcessorPayment | UnreadableRecord | null {
  const newest = newestFirst(reports).find((report) => 'payment' in report);
  if (newest === undefined || !('payment' in newest)) return null;
  const record = { ...newest.payment, id };
  const read = wirePayment.safeParse(record);
  return read.success ? read.data : unread(record, read.error).record;
}

/** Each refund as its newest report has it, oldest refund first: reports come late, twice and out of order. */
function refundsIn(reports: readonly ProcessorEvent[]): ProcessorRefund[] | UnreadableRecord {
  const refunds = new Map<string, ProcessorRefund>();
  for (const report of newestFirst(reports)) {
    if (!('refund' in report) || refunds.has(report.refund.id)) continue;
    const record = { ...report.refund, paymentId: report.refund.transactionId };
    const read = wireRefund.safeParse(record);
    if (!read.success) return unread(record, read.error).record;
    refunds.set(read.data.id, read.data);
  }
  return [...refunds.values()].toSorted(
    (one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt),
  );
}

/** Of two reports of one instant, the one that arrived later. */
function newestFirst(reports: readonly ProcessorEvent[]): readonly ProcessorEvent[] {
  return reports
    .toReversed()
    .toSorted((one, other) => Date.parse(other.occurredAt) - Date.parse(one.occurredAt));
}
