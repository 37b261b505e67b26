// A page of what changed: each payment and refund that it points to is asked for once, and taken as any other. Before the past
// is read, only the place in the list is taken.
import { findKnownRefunds } from '@makewhole/db/reconciliation/list-refunds-to-reconcile';
import { recordTrace } from '@makewhole/db/refunds/record-trace';
import type { SyncRow } from '@makewhole/db/sync/find-sync';
import { takePayments, type SyncedPayment } from '@makewhole/db/sync/take-payments';
import { ownerOf, takeRefunds } from '@makewhole/db/sync/take-refunds';
import { takeSyncPage, type SyncMove, type SyncTaken } from '@makewhole/db/sync/take-sync-page';
import { agrees } from '@makewhole/domain/processor-record';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import { afterGap, followAfter, isWatchDue, startRun } from '@makewhole/domain/sync-windows';
import type { ChangesAnswer } from '@makewhole/processor/lists';
import type { ProcessorRefund } from '@makewhole/processor/port';
import { unusableRefund } from '@makewhole/processor/read-record';
import { signalRefund } from './signal-refund.ts';
import { askForPayment } from './sync-ask.ts';
import { HELD_UP, PAGE, moveAfter, noPage, type PageOutcome, type SyncWork } from './sync-outcome.ts';
import { signalTroubledRefunds } from './sync-records.ts';

/** Each is asked for by itself, at the pace of the company. */
const CHANGES_MAX = 25;

export async function pageOfChanges(work: SyncWork): Promise<PageOutcome> {
  const { processor, key, row, capabilities } = work;
  const isAhead = row.state === 'backfilling';
  const answer = await processor.listChanges({
    ...{ connectionId: key.connectionId, since: row.changesSince.toISOString(), cursor: row.changeCursor },
    limit: isAhead ? capabilities.pageMax : Math.min(capabilities.pageMax, CHANGES_MAX),
  });
  if (answer.kind === 'unavailable') return noPage(answer);
  if (answer.kind === 'gap') return overGap(work);
  return isAhead ? keepPlace(work, answer) : takeChanges(work, answer);
}

/** What changed before is read with the past; the first look back, minutes later, begins before it. */
async function keepPlace(work: SyncWork, answer: Changes): Promise<PageOutcome> {
  const at = new Date();
  await takeSyncPage(work.db, work.row, {
    at,
    take: () => Promise.resolve([]),
    moveOf: (now) => afterChanges(work, now, { answer, at }),
  });
  return PAGE;
}

async function takeChanges(work: SyncWork, answer: Changes): Promise<PageOutcome> {
  const { db, key, row } = work;
  const asOf = new Date();
  const read = await readChanges(work, answer.changes);
  if ('wait' in read) return read;
  await signalTroubledRefunds(work, read.payments, asOf);
  await signalChangedRefunds(work, read.refunds);
  const at = new Date();
  await takeSyncPage(db, row, {
    at,
    take: async (tx) => [
      ...(await takePayments(tx, { ...key, asOf }, read.payments)),
      ...(await takeRefunds(tx, { ...key, at, beganAt: row.beganAt }, read.refunds)),
      ...read.unusable,
    ],
    moveOf: (now) => afterChanges(work, now, { answer, at }),
  });
  const isCaughtUp = !answer.hasMore && !isWatchDue(row.watchedAt, at);
  return { kind: 'page', isCaughtUp };
}

type Changes = Extract<ChangesAnswer, { kind: 'changes' }>;

function afterChanges(
  work: SyncWork,
  row: SyncRow,
  { answer, at }: { readonly answer: Changes; readonly at: Date },
): SyncMove {
  const { changeCursor, changesSince, lookedBackAt } = row;
  const follow = followAfter({ changeCursor, changesSince, lookedBackAt }, answer, at);
  if (answer.hasMore) return follow;
  if (row.state === 'following' && isWatchDue(row.watchedAt, at)) {
    return { ...follow, stream: 'watch', cursor: null, watchedAt: at };
  }
  return { ...moveAfter(row, null, { ...work, at }), ...follow };
}

/** What was created in the gap is read from the lists; what changed in it, from as far back as the feed goes. */
async function overGap({ db, row, capabilities }: SyncWork): Promise<PageOutcome> {
  const at = new Date();
  const { changeFeed } = capabilities;
  await takeSyncPage(db, row, {
    at,
    take: () => Promise.resolve([]),
    moveOf: ({ changeCursor, changesSince, lookedBackAt }) => {
      const keptDays = changeFeed.kind === 'feed' ? changeFeed.keptDays : null;
      const { follow, gap } = afterGap({ changeCursor, changesSince, lookedBackAt }, { keptDays, now: at });
      const run = startRun(gap.from, gap.to);
      return { ...follow, ...run, gapFrom: gap.from, gapTo: at };
    },
  });
  return PAGE;
}

type Read = {
  readonly payments: readonly SyncedPayment[];
  readonly refunds: readonly ProcessorRefund[];
  readonly unusable: readonly SyncTaken[];
};

async function readChanges(
  work: SyncWork,
  changes: Changes['changes'],
): Promise<Read | Extract<PageOutcome, { kind: 'no_page' }>> {
  const payments: SyncedPayment[] = [];
  const refunds: ProcessorRefund[] = [];
  const unusable: SyncTaken[] = [];
  const once = new Map(changes.map((one) => [`${one.about}:${one.id}`, one]));
  for (const { about, id, transactionId } of once.values()) {
    if (await work.isHeldUp()) return HELD_UP;
    if (about === 'payment') {
      const payment = await askForPayment(work, transactionId);
      if (payment.kind === 'no_page') return payment;
      if (payment.kind !== 'not_found') payments.push(payment);
      continue;
    }
    const { connectionId } = work.key;
    const answer = await work.processor.getRefund({ connectionId, transactionId, refundId: id });
    if (answer.kind === 'unavailable') return noPage(answer);
    if (answer.kind === 'found' && unusableRefund(answer.refund) === null) refunds.push(answer.refund);
    else if (answer.kind !== 'not_found') unusable.push({ id, result: 'refund_unusable' });
  }
  return { payments, refunds, unusable };
}

/** The workflow of a refund of ours asks for itself, as after a webhook, where the company says something else than we do. */
async function signalChangedRefunds(work: SyncWork, refunds: readonly ProcessorRefund[]): Promise<void> {
  const { db, key } = work;
  const { firmId } = key;
  if (refunds.length === 0) return;
  const known = await findKnownRefunds(db, { firmId, there: refunds });
  for (const refund of refunds) {
    const owner = ownerOf(known, refund);
    if (owner === null || isUnpaidEnd(owner.status)) continue;
    const ours = { firmId, refundId: owner.id };
    const trace = refund.trace?.value ?? null;
    if (owner.processorRefundId === refund.id && trace !== null && trace !== owner.traceNumber) {
      await recordTrace(db, ours, trace, new Date());
    }
    if (!agrees(owner.status, refund.status)) await signalRefund(work, ours);
  }
}
