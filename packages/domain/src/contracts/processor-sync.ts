// What every process shares about the workflow that takes a connection's payments over (ADR 55).
import type { ConnectionId, FirmId } from '../ids.ts';

export const SYNC_WORKFLOW = 'processorSync';

/** One at a time per connection. */
export function syncWorkflowId(connectionId: ConnectionId): string {
  return `processor-sync:${connectionId}`;
}

/** How far it has come is in Postgres, never here. */
export type SyncInput = { readonly firmId: FirmId; readonly connectionId: ConnectionId };

/** backfilling: pages remain; stopped: the connection was disabled, or has no lists; done: back to `since`. */
export type SyncState = 'backfilling' | 'stopped' | 'done';

/** A window's payments, with their disputes, come before its refunds. */
export type SyncStream = 'payments' | 'refunds';

/**
 * What became of a record. Of payments: added, updated, unchanged (ours is newer), left_alone (a refund of it runs),
 * differs (another amount or method than our copy), unusable. Of refunds: refund_ours, refund_marked (made elsewhere
 * before the sync began: its payment is blocked, and nobody is alarmed), refund_reported (made elsewhere since),
 * refund_without_money (it failed), refund_unmatched (as refund_marked, of a payment that we do not have),
 * refund_unusable.
 */
export type SyncResult =
  | 'added'
  | 'updated'
  | 'unchanged'
  | 'left_alone'
  | 'differs'
  | 'unusable'
  | 'refund_ours'
  | 'refund_marked'
  | 'refund_reported'
  | 'refund_without_money'
  | 'refund_unmatched'
  | 'refund_unusable';

export type SyncCounts = Readonly<Partial<Record<SyncResult, number>>>;
export type SyncSamples = Readonly<Partial<Record<SyncResult, readonly string[]>>>;

/** Whose IDs are kept as samples: what was not taken over. */
export const SAMPLED: readonly SyncResult[] = [
  'left_alone',
  'differs',
  'unusable',
  'refund_unmatched',
  'refund_unusable',
];
export const SAMPLES_MAX = 20;

/** What an attempt at the next page came to; wait: a refund of the connection is being sent, or its key is refused. */
export type SyncStep =
  | { readonly kind: 'page' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'done' | 'stopped' };
