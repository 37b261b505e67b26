// One page of a reconciliation (B12). Whatever differs is checked twice, some seconds apart, after the refund's
// workflow was asked to check with the payment processor itself: what was only in transit, or was fixed by that, is no
// difference.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  findConnectionOf,
  findFirstConnection,
  type ConnectionView,
} from '@makewhole/db/connections/find-connection';
import { isRefusedForGood } from '@makewhole/db/error-codes';
import { keepUnusable } from '@makewhole/db/payments/keep-payment';
import { linkWaiting } from '@makewhole/db/payments/link-payment';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { endDifferences } from '@makewhole/db/reconciliation/close-differences';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import {
  findKnownRefunds,
  listRefundsToReconcile,
} from '@makewhole/db/reconciliation/list-refunds-to-reconcile';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import { recordTrace } from '@makewhole/db/refunds/record-trace';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import type { ConnectionId, RefundId } from '@makewhole/domain/ids';
import { RECORD_FAULTS, unusableKey } from '@makewhole/domain/reconciliation/compare-payment';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import { reconcile, type OurRefund } from '@makewhole/domain/reconciliation/compare-refund';
import type { Difference } from '@makewhole/domain/reconciliation/difference';
import type {
  ReconcileInput,
  ReconcilePlace,
  ReconcileStage,
} from '@makewhole/domain/contracts/reconciliation';
import type { PageAnswer } from '@makewhole/processor/lists';
import type { Unavailable, UnreadableRecord } from '@makewhole/processor/no-answer';
import type { ProcessorRefund } from '@makewhole/processor/port';
import { listPaymentsSince, listRefundsSince } from '@makewhole/processor/list-since';
import { unusableRefund } from '@makewhole/processor/read-record';
import { describeRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { reconcilePayments } from './reconcile-payments.ts';
import type { WorkerDependencies } from './dependencies.ts';
import { signalRefund } from './signal-refund.ts';
import { findWalkPlace, passOver, type WalkPlace } from './walk-connections.ts';

const PROCESSOR_PAGE_MAX = 100;
const LINKED_MAX = 1_000;
const OUR_PAGE_MAX = 25;
const SECOND_LOOK_AFTER_MS = 10_000;

export type PageInput = Pick<ReconcileInput, 'firmId' | 'reconciliationId'> &
  Pick<ReconcilePlace, 'cursor' | 'since'> & { readonly stage: ReconcileStage };

export type PageResult = {
  /** Null if this was the stage's last page. */
  readonly nextCursor: string | null;
  readonly refundsHere: number;
  readonly refundsThere: number;
  /** A company refuses the firm's credentials, so something could not be looked at; left out if everything was. */
  readonly missed?: true;
};

/** Checks one page and records what differs. Repeating a page records nothing twice. */
export const reconcilePage =
  (dependencies: WorkerDependencies) =>
  async (input: PageInput): Promise<PageResult> => {
    const page = { ...dependencies, ...input };
    if (input.stage === 'open' || input.stage === 'closed') return lookAtOurs(page, input.stage);
    const place = await findWalkPlace(page.db, input);
    if (place === null) return { nextCursor: null, refundsHere: 0, refundsThere: 0 };
    return input.stage === 'payments' ? lookAtPayments(page, place) : lookAtProcessor(page, place);
  };

type Page = WorkerDependencies & PageInput;

async function lookAtPayments(page: Page, place: WalkPlace): Promise<PageResult> {
  const { db, firmId, processor, since } = page;
  const { id: connectionId } = place.connection;
  const asOf = new Date();
  // The firm may have since added a matter or an invoice that a payment named, without any event.
  if (page.cursor === null) await linkWaiting(db, { firmId, limit: LINKED_MAX, at: asOf });
  const { cursor } = place;
  const answer = await listPaymentsSince(processor, {
    ...{ connectionId, since, cursor },
    limit: PROCESSOR_PAGE_MAX,
  });
  const missed = answer.kind === 'unavailable' && (await passOver(db, place.connection, answer));
  if (answer.kind === 'page') {
    const records = [...answer.items, ...answer.unreadable];
    await reconcilePayments(page, { ...page, connectionId, records, asOf });
  }
  const nextCursor = place.after(answer.kind === 'page' ? answer.nextCursor : null);
  if (nextCursor === null) await compareReceipts(page);
  return { nextCursor, refundsHere: 0, refundsThere: 0, ...ifMissed(missed) };
}

function ifMissed(missed: boolean): Pick<PageResult, 'missed'> {
  return missed ? { missed } : {};
}

/** Runs after every payment was updated, which posts what its receipt owes (B15). */
async function compareReceipts({ db, firmId, reconciliationId }: Page): Promise<void> {
  for (const difference of await checkReceipts(db, { firmId, limit: PROCESSOR_PAGE_MAX })) {
    await recordDifference(db, { firmId, difference, reconciliationId, at: new Date() });
  }
}

/** The processor's refunds: those that match no refund of ours, and ours that it changed after they were closed. */
async function lookAtProcessor(page: Page, place: WalkPlace): Promise<PageResult> {
  const { db, processor, firmId, since } = page;
  const { cursor, connection } = place;
  const answer = await listRefundsSince(processor, {
    ...{ connectionId: connection.id, since, cursor },
    limit: PROCESSOR_PAGE_MAX,
  });
  if (answer.kind === 'unavailable') {
    const isMissed = await passOver(db, connection, answer);
    return { nextCursor: place.after(null), refundsHere: 0, refundsThere: 0, ...ifMissed(isMissed) };
  }
  const refunds = await usableOf(page, answer);
  const known = await findKnownRefunds(db, { firmId, there: refunds });
  const ownerOf = (refund: ProcessorRefund) =>
    known.find(({ processorRefundId }) => processorRefundId === refund.id) ??
    known.find(({ id }) => id === refund.reference);
  for (const refund of refunds) {
    const owner = ownerOf(refund);
    const traceNumber = refund.trace?.value ?? null;
    const isOurs = owner?.processorRefundId === refund.id;
    if (isOurs && traceNumber !== null && traceNumber !== owner.traceNumber) {
      await recordTrace(db, { firmId, refundId: owner.id }, traceNumber, new Date());
    }
    // A refund of ours that ended unpaid accounts for no money: its payment must not be refunded again, and it can be
    // booked.
    if (owner !== undefined && !isUnpaidEnd(owner.status)) continue;
    await recordExternal({ ...page, connectionId: connection.id }, refund, owner?.id ?? null);
  }
  // The others are checked with all of ours that are open, or were closed since.
  const closedBefore = known.filter(({ closedAt }) => closedAt !== null && closedAt < new Date(since));
  const missed = await compareAll(
    page,
    closedBefore.map(({ id }) => id),
  );
  return {
    nextCursor: place.after(answer.nextCursor),
    refundsHere: closedBefore.length,
    refundsThere: answer.items.length + answer.unreadable.length,
    ...ifMissed(missed),
  };
}

/** The refunds of a page that we can look up; a problem with any other is recorded as a difference. */
async function usableOf(
  { db, firmId, reconciliationId }: Page,
  { items, unreadable }: Extract<PageAnswer<ProcessorRefund>, { kind: 'page' }>,
): Promise<ProcessorRefund[]> {
  const unusable = items.flatMap((refund) => unusableRefund(refund) ?? []);
  for (const record of [...unreadable, ...unusable]) {
    await keepUnusable(db, { firmId, record, reconciliationId });
  }
  const usable = items.filter((refund) => unusableRefund(refund) === null);
  const keys = usable.map(({ transactionId, id }) => unusableKey({ transactionId, processorRefundId: id }));
  await endDifferences(db, { firmId, keys, at: new Date() });
  return usable;
}

async function recordExternal(
  { db, firmId, connectionId, reconciliationId }: Page & { readonly connectionId: ConnectionId },
  refund: ProcessorRefund,
  endedAs: RefundId | null,
): Promise<void> {
  try {
    const found = { firmId, connectionId, refund, endedAs, reconciliationId };
    await recordExternalRefund(db, { ...found, at: new Date() });
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    const { transactionId, id: processorRefundId } = refund;
    const record = { transactionId, processorRefundId, fault: RECORD_FAULTS.refused };
    await keepUnusable(db, { firmId, record, reconciliationId });
  }
}

async function lookAtOurs(page: Page, which: 'open' | 'closed'): Promise<PageResult> {
  const { db, firmId, since, cursor } = page;
  const listed = { firmId, which, since: new Date(since), cursor, limit: OUR_PAGE_MAX };
  const { data, nextCursor } = await listRefundsToReconcile(db, listed);
  const missed = await compareAll(page, data);
  return { nextCursor, refundsHere: data.length, refundsThere: 0, ...ifMissed(missed) };
}

/** @returns whether one could not be compared */
async function compareAll(page: Page, refundIds: readonly RefundId[]): Promise<boolean> {
  let missed = false;
  const suspects: { readonly refundId: RefundId; readonly first: readonly Difference[] }[] = [];
  for (const refundId of refundIds) {
    const { ours, differences: first, missed: isMissed } = await compare(page, refundId);
    missed ||= isMissed;
    if (first.length === 0) continue;
    suspects.push({ refundId, first });
    const mayBeCured = !ours.books.isClosed || first.some(({ kind }) => kind === 'status_differs');
    if (mayBeCured) await signalRefund(page, { firmId: page.firmId, refundId });
  }
  if (suspects.length === 0) return missed;
  await sleep(SECOND_LOOK_AFTER_MS);
  for (const { refundId, first } of suspects) {
    const { differences } = await compare(page, refundId);
    for (const difference of differences.filter(({ key }) => first.some((one) => one.key === key))) {
      const { db, firmId, reconciliationId } = page;
      await recordDifference(db, { firmId, difference, reconciliationId, at: new Date() });
    }
  }
  return missed;
}

type Comparison = {
  readonly ours: OurRefund;
  readonly differences: readonly Difference[];
  readonly missed: boolean;
};

async function compare(page: Page, refundId: RefundId): Promise<Comparison> {
  const { db, temporal, firmId, reconciliationId } = page;
  const ours = await loadRefund(db, { firmId, refundId });
  const connection =
    (await findConnectionOf(db, { firmId, ...ours })) ?? (await findFirstConnection(db, firmId));
  const records = await findRecords(page, ours, connection);
  // Nothing to compare with: the refund itself waits for the report, and a person hears when it is late.
  if ('kind' in records && records.kind === 'unavailable' && records.cause === 'not_reported') {
    return { ours, differences: [], missed: false };
  }
  if ('kind' in records && records.kind === 'unavailable') {
    return { ours, differences: [], missed: await passOver(db, connection, records) };
  }
  if ('kind' in records) {
    // Nobody can compare with it; the refund itself asks for attention while it waits for this record.
    await keepUnusable(db, { firmId, record: records, reconciliationId });
    return { ours, differences: [], missed: false };
  }
  const workflow = ours.books.isClosed ? null : await describeRefundWorkflow(temporal, workflowOf(ours));
  const differences = reconcile({ ours, records, workflow, now: new Date().toISOString() });
  return { ours, differences, missed: false };
}

/**
 * By our reference, and by the ID that we have for it, which a person may have found under another reference. A record
 * that another refund of ours accounts for belongs to that one: this one ended unpaid, and the record was booked.
 */
async function findRecords(
  { db, processor, firmId }: Page,
  ours: OurRefund,
  { id: connectionId }: ConnectionView,
): Promise<ProcessorRefund[] | UnreadableRecord | Unavailable> {
  const { transactionId } = ours;
  const byReference = await processor.findRefunds({ connectionId, transactionId, reference: ours.id });
  if (byReference.kind !== 'found') return byReference;
  const known = await findKnownRefunds(db, { firmId, there: byReference.refunds });
  const refunds = byReference.refunds.filter(
    ({ id }) => !known.some((one) => one.processorRefundId === id && one.id !== ours.id),
  );
  const { processorRefundId: refundId } = ours;
  if (refundId === null || refunds.some(({ id }) => id === refundId)) return refunds;
  const byId = await processor.getRefund({ connectionId, transactionId, refundId });
  if (byId.kind === 'unavailable' || byId.kind === 'unreadable') return byId;
  return byId.kind === 'found' ? [...refunds, byId.refund] : refunds;
}

function workflowOf({ id, transactionId }: OurRefund) {
  return { refundId: id, transactionId };
}
