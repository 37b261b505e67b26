// Which obligations a person can complete, and which command completes which.
import { ATTENTION_CAUSES, type AttentionCause } from './attention.ts';
import type { CommandKind } from './commands.ts';
import { OBLIGATION_KINDS, maySettle, ruleOf, type ObligationKind } from './obligations.ts';
import type { Action } from './roles.ts';

/** What someone with these permissions can complete: these kinds, and attention except for these causes. */
export function settledBy(may: (action: Action) => boolean): {
  readonly kinds: readonly ObligationKind[];
  readonly exceptCauses: readonly AttentionCause[];
} {
  return {
    kinds: OBLIGATION_KINDS.filter((kind) => maySettle(may, { kind, subject: '' })),
    exceptCauses: ATTENTION_CAUSES.filter((subject) => !maySettle(may, { kind: 'attention', subject })),
  };
}

/** Whether a command of this kind may complete or correct an obligation of that kind. */
export function completes(command: CommandKind, kind: ObligationKind): boolean {
  return ruleOf(kind).completedBy.includes(command);
}
