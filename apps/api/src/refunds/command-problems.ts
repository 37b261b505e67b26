// The problems that a person's command about a refund has in common with the others (submit-command.ts).
import type { ProblemCode } from '../http/problem-kinds.ts';

export const COMMAND_PROBLEMS = [
  'refund_not_found',
  'no_such_obligation',
  'obligation_ambiguous',
  'not_owed',
  'workflow_unavailable',
] as const satisfies readonly ProblemCode[];
