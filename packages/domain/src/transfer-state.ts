import type { TrustMove } from './obligations.ts';

/**
 * The bank transfer of trust money behind a refund, as far as it is known once the refund has failed (B6). unknown:
 * the firm's deposit is recorded but the transfer is not: it may be under way, and only a person can tell.
 */
export type TransferState = 'not_made' | 'unknown' | 'made';

/** Derived from the recorded trust moves, before a person has said more. */
export function transferStateOf(moves: readonly TrustMove[]): TransferState {
  if (moves.includes('transfer')) return 'made';
  return moves.includes('deposit') ? 'unknown' : 'not_made';
}
