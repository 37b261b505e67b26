// The sandbox as the worst company that there is: it has no idempotency keys, so that each send is a refund, and nothing
// can be read back. What it reported by webhook is the record.
import type { TransactionId } from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import { movesMoney } from '@makewhole/domain/processor-record';
import type { ProcessorEvent } from '../events.ts';
import type { FactsStore } from '../module.ts';
import type { PaymentProcessor, ProcessorPayment, ProcessorRefund, Unavailable } from '../port.ts';
import { createSandboxProcessor } from './adapter.ts';
import type { SandboxConnection } from './connection.ts';
import { wirePayment, wireRefund } from './wire.ts';

const NO_LISTS: Unavailable = { kind: 'unavailable', message: 'this processor has no lists' };

export function createKeylessProcessor(connection: SandboxConnection, facts: FactsStore): PaymentProcessor {
  const { account } = connection;
  // Another merchant of the same processor may have the same ID.
  const reportsOf = async (transactionId: TransactionId) =>
    (await facts.reportsOf(transactionId)).filter((report) => accountOf(report) === account);
  const { refund, voidAuthorization } = createSandboxProcessor(connection);
  return {
    refund,
    voidAuthorization,
    getPayment: async ({ transactionId }) => {
      const reports = await reportsOf(transactionId);
      const payment = newestPayment(reports, transactionId);
      if (payment === null) return { kind: 'not_found' };
      const refunds = refundsIn(reports);
      const refundedAmount = sum(refunds.filter(movesMoney).map(({ amount }) => amount));
      return { kind: 'found', payment: { ...payment, refunds, refundedAmount } };
    },
    findRefunds: async ({ transactionId, reference }) => {
      const refunds = refundsIn(await reportsOf(transactionId));
      const found = refunds.filter((one) => reference === null || one.reference === reference);
      return { kind: 'found', refunds: found };
    },
    getRefund: async ({ refundId }) => {
      const [found] = refundsIn(await facts.reportsOfRefund(refundId));
      if (found !== undefined) return { kind: 'found', refund: found };
      return { kind: 'unavailable', message: 'the processor has not reported this refund yet' };
    },
    listCreatedPayments: () => Promise.resolve(NO_LISTS),
    listCreatedRefunds: () => Promise.resolve(NO_LISTS),
    listChanges: () => Promise.resolve(NO_LISTS),
  };
}

function accountOf(report: ProcessorEvent): string {
  return ('refund' in report ? report.refund : report.payment).account;
}

function newestPayment(reports: readonly ProcessorEvent[], id: TransactionId): ProcessorPayment | null {
  for (const report of newestFirst(reports)) {
    if (!('payment' in report)) continue;
    const read = wirePayment.safeParse({ ...report.payment, id }).data;
    if (read !== undefined) return read;
  }
  return null;
}

/** Each refund as its newest report has it, oldest refund first: reports come late, twice and out of order. */
function refundsIn(reports: readonly ProcessorEvent[]): ProcessorRefund[] {
  const refunds = new Map<string, ProcessorRefund>();
  for (const report of newestFirst(reports)) {
    if (!('refund' in report) || refunds.has(report.refund.id)) continue;
    const read = wireRefund.safeParse({ ...report.refund, paymentId: report.refund.transactionId }).data;
    if (read !== undefined) refunds.set(read.id, read);
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
