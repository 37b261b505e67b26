// What must hold after every run, whatever struck it (I1 to I7). Each is looked for in the systems themselves: the
// payment company's own record, the tables, the workflow's history, the emails that arrived.
import { WorkflowNotFoundError } from '@temporalio/client';
import { and, eq, inArray } from 'drizzle-orm';
import { hashOf } from '@makewhole/db/refunds/append-event';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import {
  notifications,
  obligations,
  refundEvents,
  refundLegs,
  refunds,
  trustHolds,
} from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import { isTerminal } from '@makewhole/domain/refund-states';
import { QUERIES, refundWorkflowId, type RefundWorkflowState } from '@makewhole/domain/workflow-contract';
import type { CampaignWorld } from './world.ts';

export const INVARIANTS = {
  I1: 'at most one processor refund per refund, exactly one for a succeeded one; per payment at most one that pays',
  I2: 'each posting balances and is there once; clearing is zero at closing; trust money that is owed is held',
  I3: 'every accepted refund ends, or an open obligation names who must act',
  I4: 'database, workflow and processor say the same',
  I5: 'one logical email for each refund, user and event',
  I6: 'the chain of events verifies',
  I7: 'no workflow task failed for nondeterminism',
} as const;
export type InvariantName = keyof typeof INVARIANTS;

export type Violation = { readonly invariant: InvariantName; readonly what: string };

type RefundRow = typeof refunds.$inferSelect;

/** Every violation about these payments; none where all is well. Asked when the run has come to rest. */
export async function violationsOf(
  world: CampaignWorld,
  transactionIds: readonly TransactionId[],
): Promise<Violation[]> {
  const rows = await world.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.firmId, world.firm.firmId), inArray(refunds.transactionId, [...transactionIds])));
  const caught = await caughtEmails(world);
  const found = await Promise.all([
    ...transactionIds.map((id) => checkPayment(world, id, rows)),
    ...rows.flatMap((row) => [
      checkBooks(world, row),
      checkEnd(world, row),
      checkWorkflow(world, row),
      checkEmails(world, row, caught),
      checkHold(world, row),
      checkChain(world, row),
    ]),
  ]);
  return found.flat();
}

async function checkPayment(
  { sandbox }: CampaignWorld,
  transactionId: TransactionId,
  rows: readonly RefundRow[],
): Promise<Violation[]> {
  const made = await sandbox.refunds(transactionId);
  const paying = made.filter(({ status }) => status === 'pending' || status === 'succeeded');
  const found: Violation[] = [];
  const say = (invariant: InvariantName, what: string) => found.push({ invariant, what });
  if (paying.length > 1) say('I1', `${transactionId} is paid back ${paying.length} times at the processor`);
  const own = rows.filter((one) => one.transactionId === transactionId);
  const standing = own.filter(({ status, closedAt }) => closedAt === null || !isPaidBackNoMore(status));
  if (standing.length > 1) say('I1', `${transactionId} has ${standing.length} refunds that stand`);
  for (const row of own) {
    const theirs = made.filter(({ reference }) => reference === row.id);
    if (theirs.length > 1) say('I1', `${row.id} made ${theirs.length} processor refunds`);
    const statuses = theirs.map(({ status }) => status);
    if (row.status === 'succeeded' && statuses[0] !== 'succeeded')
      say('I1', `${row.id} succeeded, the processor says ${statuses.join() || 'nothing'}`);
    const disagrees =
      (row.status === 'failed' && statuses.some((one) => one === 'pending' || one === 'succeeded')) ||
      (row.status === 'processing' && statuses[0] !== 'pending') ||
      (['rejected', 'declined', 'canceled'].includes(row.status) && theirs.length > 0);
    if (disagrees)
      say('I4', `${row.id} is ${row.status}, the processor says ${statuses.join() || 'nothing'}`);
  }
  return found;
}

/** After these the payment may be refunded anew (R4). */
function isPaidBackNoMore(status: RefundRow['status']): boolean {
  return ['rejected', 'declined', 'canceled', 'failed'].includes(status);
}

/** Trust money that is still to be paid to the firm is held for it (B4). */
async function checkHold({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  if (isPaidBackNoMore(row.status)) return [];
  const ofRefund = (table: typeof refundLegs | typeof trustHolds | typeof postings) =>
    and(eq(table.firmId, row.firmId), eq(table.refundId, row.id));
  const [legs, holds, steps] = await Promise.all([
    db.select().from(refundLegs).where(ofRefund(refundLegs)),
    db.select().from(trustHolds).where(ofRefund(trustHolds)),
    db.select({ step: postings.step }).from(postings).where(ofRefund(postings)),
  ]);
  const owed = legs.find(({ account }) => account === 'trust')?.amount ?? 0;
  if (owed === 0 || steps.some(({ step }) => step === 'trust_payment')) return [];
  const held = holds.find(({ status }) => status === 'held')?.amount ?? 0;
  return held === owed ? [] : [{ invariant: 'I2', what: `${row.id} owes trust ${owed}, and holds ${held}` }];
}

async function checkBooks({ db }: CampaignWorld, { firmId, id, closedAt }: RefundRow): Promise<Violation[]> {
  const rows = await db
    .select({ posting: postings, entry: ledgerEntries })
    .from(postings)
    .leftJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(and(eq(postings.firmId, firmId), eq(postings.refundId, id)));
  const found: Violation[] = [];
  const keys = new Set<string>();
  for (const [postingId, lines] of Map.groupBy(rows, ({ posting }) => posting.id)) {
    const total = lines.reduce((sum, { entry }) => sum + (entry?.amount ?? 0), 0);
    if (total !== 0) found.push({ invariant: 'I2', what: `posting ${postingId} of ${id} sums to ${total}` });
    const { step, leg, allocationId } = lines[0]?.posting ?? {};
    const key = `${step}/${leg}/${allocationId}`;
    if (keys.has(key)) found.push({ invariant: 'I2', what: `${id} posted ${key} twice` });
    keys.add(key);
  }
  const clearing = rows.reduce(
    (sum, { entry }) => sum + (entry?.account === 'refunds_clearing' ? entry.amount : 0),
    0,
  );
  if (closedAt !== null && clearing !== 0)
    found.push({ invariant: 'I2', what: `${id} is closed with ${clearing} in clearing` });
  return found;
}

async function checkEnd({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  if (isTerminal(row.status) && row.closedAt !== null) return [];
  const open = await db
    .select({ owner: obligations.owner })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, row.firmId),
        eq(obligations.refundId, row.id),
        eq(obligations.status, 'open'),
      ),
    );
  if (open.length > 0) return [];
  return [{ invariant: 'I3', what: `${row.id} is ${row.status} and nobody owes anything` }];
}

async function checkWorkflow({ client }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  const handle = client.workflow.getHandle(refundWorkflowId(row));
  const state = await handle.query<RefundWorkflowState>(QUERIES.refundState).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  });
  if (state === null) return [{ invariant: 'I4', what: `${row.id} is ${row.status}, and has no workflow` }];
  const { events } = await handle.fetchHistory();
  const failures = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed?.failure?.message == null ? [] : [failed.failure.message],
  );
  return [
    ...(state.status === row.status
      ? []
      : [
          { invariant: 'I4', what: `${row.id} is ${row.status}, its workflow says ${state.status}` } as const,
        ]),
    ...failures
      .filter((message) => /nondeterminis/i.test(message))
      .map((message) => ({ invariant: 'I7', what: `${row.id}: ${message}` }) as const),
  ];
}

type Email = { readonly to: string; readonly messageId: string; readonly text: string };

async function caughtEmails({ dev }: CampaignWorld): Promise<Email[]> {
  const answer = await fetch(`${dev.mail}/messages`);
  return (await answer.json()) as Email[]; // the mail catcher's own shape
}

async function checkEmails(
  { db }: CampaignWorld,
  row: RefundRow,
  caught: readonly Email[],
): Promise<Violation[]> {
  const known = await db
    .select({ id: notifications.id, event: notifications.event, to: notifications.recipientEmail })
    .from(notifications)
    .where(and(eq(notifications.firmId, row.firmId), eq(notifications.refundId, row.id)));
  const logical = new Set(known.map(({ event, to }) => `${event} ${to}`));
  const arrived = new Set(
    caught.filter(({ text }) => text.includes(row.id)).map(({ messageId }) => messageId),
  );
  const strangers = [...arrived].filter((messageId) => !known.some(({ id }) => messageId.includes(id)));
  return [
    ...(logical.size === known.length
      ? []
      : [{ invariant: 'I5', what: `${row.id} notes the same email twice` } as const]),
    ...strangers.map(
      (id) => ({ invariant: 'I5', what: `${row.id}: email ${id} is none that it noted` }) as const,
    ),
  ];
}

async function checkChain({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  const events = await db
    .select()
    .from(refundEvents)
    .where(and(eq(refundEvents.firmId, row.firmId), eq(refundEvents.refundId, row.id)))
    .orderBy(refundEvents.seq);
  let prevHash = '';
  for (const [index, { hash, ...event }] of events.entries()) {
    if (event.seq !== index + 1 || event.prevHash !== prevHash || hashOf(event) !== hash) {
      return [{ invariant: 'I6', what: `the chain of ${row.id} breaks at event ${event.seq}` }];
    }
    prevHash = hash;
  }
  const isWhole = prevHash === row.headHash && events.length === row.version;
  return isWhole ? [] : [{ invariant: 'I6', what: `the chain of ${row.id} does not end in its head` }];
}
