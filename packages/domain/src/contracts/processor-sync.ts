// What every process shares about the workflow that takes a connection's payments over and follows them (ADR 55).
import type { ConnectionId, FirmId } from '../ids.ts';

export const SYNC_WORKFLOW = 'processorSync';

/** Wakes it where it waits for the next look at the changes: a webhook came. */
export const SYNC_NUDGE = 'connectionReported';

/** How far it has come is in Postgres, never here. */
export type SyncInput = {
  readonly firmId: FirmId;
  readonly connectionId: ConnectionId;
  /** A dry run, of which nothing is kept but its counts; beside the sync itself. */
  readonly isTrial?: true | undefined;
};

/** One at a time per connection; a dry run has its own. */
export function syncWorkflowId({ connectionId, isTrial }: Omit<SyncInput, 'firmId'>): string {
  return `processor-sync${isTrial === true ? '-trial' : ''}:${connectionId}`;
}

/** The row of a sync. */
export function syncIdOf({ connectionId, isTrial }: Omit<SyncInput, 'firmId'>): string {
  return isTrial === true ? `${connectionId}:trial` : connectionId;
}

/**
 * backfilling: it reads the past; following: it reads what changes, until it is paused or its connection is disabled. done: a
 * dry run that ended, or a company that has no list of changes.
 */
export type SyncState = 'backfilling' | 'following' | 'done';

/**
 * changes: the place in the company's list of changes, and what changed since the last look. payments, then refunds: of a window; payments carry their disputes. watch: the
 * payments of which no list of changes says that they settled.
 */
export type SyncStream = 'changes' | 'payments' | 'refunds' | 'watch';

/** Why it takes no page now. */
export const SYNC_WAITS = [
  'refund_being_sent',
  'rate_limited',
  'unavailable',
  'credentials_refused',
  'connection_disabled',
] as const;
export type SyncWait = (typeof SYNC_WAITS)[number];

/**
 * What became of a record, and what is to be known of one that was taken over; of each, how many. Of payments: added, updated,
 * unchanged (ours is newer). Of refunds: refund_ours, refund_marked (made elsewhere before the sync began: its payment is
 * blocked, and nobody is alarmed), refund_reported (made elsewhere since), refund_known, refund_without_money (it failed).
 */
type TakenResult =
  | 'added'
  | 'updated'
  | 'unchanged'
  | 'refund_ours'
  | 'refund_marked'
  | 'refund_reported'
  | 'refund_known'
  | 'refund_without_money';

/** What was not taken over, or not whole, each with why, for people. IDs of these are kept as samples. */
export const NOT_TAKEN = {
  other_currency: 'It is in a currency that is not kept here.',
  other_method: 'It was paid by a method that cannot be refunded here.',
  failed: 'It failed at the payment company: no money came.',
  unusable: 'Its record cannot be used as it is.',
  differs: 'Its amount or its method is another than in the payment that is here under its ID.',
  left_alone: 'A refund of it is running here, and asks for what it needs itself.',
  refund_unusable: 'Its record cannot be used as it is.',
} as const;

/** Of refunds made elsewhere whose payment is not here when the past is read: a payment may come after its refund. */
export const REFUND_UNMATCHED =
  'It is of a payment that is not here, as a rule because the payment is older than what was read. It will be blocked if it comes.';

/** Of payments that were taken over: how many of them, besides their result. */
export const REMARKS = {
  unassigned: 'Nobody has said which account its money went to: assign it before it can be refunded.',
  without_matter: 'It names no matter that is here.',
  refunded: 'It was refunded at the payment company, not through Makewhole.',
  disputed: 'It is disputed.',
} as const;

export type SyncNote = keyof typeof REMARKS;
export type SyncResult = TakenResult | keyof typeof NOT_TAKEN;
export type SyncCounted = SyncResult | SyncNote;
export type SyncCounts = Readonly<Partial<Record<SyncCounted, number>>>;
export type SyncSamples = Readonly<Partial<Record<SyncCounted, readonly string[]>>>;
export const SAMPLES_MAX = 20;

/** Whether IDs of it are kept. */
export function isSampled(what: SyncCounted): boolean {
  return what in NOT_TAKEN || what === 'unassigned' || what === 'without_matter';
}

/** How far back it goes where nobody says it, and at most; in months. */
export const SYNC_MONTHS_DEFAULT = 24;
export const SYNC_MONTHS_MAX = 120;

/** So long without a page, and people are told. */
export const SYNC_STUCK_AFTER_MS = 60 * 60_000;

/**
 * What an attempt at the next page came to. wait: for so long; untilNudged: or until a webhook comes. ended: it is paused, its
 * connection is disabled, or nothing is left to do; stuck: no page came for an hour.
 */
export type SyncStep =
  | { readonly kind: 'page' }
  | { readonly kind: 'wait'; readonly ms: number; readonly untilNudged: boolean }
  | { readonly kind: 'ended' };
