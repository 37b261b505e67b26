// Where a dispute stands for the firm (R12, B16): what the card network decided, and what the firm has done about it.
import type { DisputeStatus } from './payments.ts';

/**
 * needs_response: the network waits for the firm. under_review: the firm has responded. accepted: the firm will not
 * contest it. given_back: it was lost, and the bank gave the money back later (ADR 46).
 */
export const DISPUTE_STATES = [
  'needs_response',
  'under_review',
  'won',
  'lost',
  'given_back',
  'accepted',
] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

export const DISPUTE_RESPONSES = ['evidence_sent', 'accepted'] as const;
/** What the firm did about a dispute: sent evidence to the network, or chose not to contest it. */
export type DisputeResponse = (typeof DISPUTE_RESPONSES)[number];

/** An inquiry asks a question and takes no money; a chargeback takes it. */
export const DISPUTE_KINDS = ['inquiry', 'chargeback'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

export function disputeStateOf(dispute: {
  readonly status: DisputeStatus;
  readonly wasLost: boolean;
  readonly response: DisputeResponse | null;
}): DisputeState {
  const { status, wasLost, response } = dispute;
  if (status === 'won') return wasLost ? 'given_back' : 'won';
  if (response === 'accepted') return 'accepted';
  if (status === 'lost') return 'lost';
  return response === null ? 'needs_response' : 'under_review';
}
