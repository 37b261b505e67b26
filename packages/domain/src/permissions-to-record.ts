import { TRUST_MOVES, permissionsFor, type ObligationKind, type Owed } from './obligations.ts';
import type { Action } from './roles.ts';

const TRUST_KINDS: readonly ObligationKind[] = TRUST_MOVES.map((move) => `trust_${move}` as const);

/**
 * What recording a completed trust step needs: whether a lawyer authorized it is judged with the record (ADR 31). For
 * everything else, what completing it needs.
 */
export function permissionsToRecord(owed: Owed): readonly Action[] {
  return TRUST_KINDS.includes(owed.kind) ? ['trust.record_authorized'] : permissionsFor(owed);
}
