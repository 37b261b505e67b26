// Who checks may not be who authorized (T10): whoever authorized a move of trust money does not match it with the bank
// lines, nor prepare the month's reconciliation.
import type { PrincipalId } from './ids.ts';
import type { Role } from './roles.ts';

/** Whether they may match or reconcile what these people authorized. */
export function mayPrepare(reconciler: PrincipalId, authorizers: readonly PrincipalId[]): boolean {
  return !authorizers.includes(reconciler);
}

export type Colleague = { readonly id: PrincipalId; readonly role: Role };

/** From the one who does it usually. */
const WHO_MATCHES = ['admin', 'lawyer', 'owner'] as const satisfies readonly Role[];

/**
 * The role of a colleague who has to do it instead; null if they may do it themselves. With nobody else to do it, they
 * may: a lawyer alone must be able to close a month.
 * @param acting whoever does it: a person, or a program with the people who made its keys
 */
export function whoMustMatch(
  acting: readonly PrincipalId[],
  authorizers: readonly PrincipalId[],
  colleagues: readonly Colleague[],
): Role | null {
  if (acting.every((one) => mayPrepare(one, authorizers))) return null;
  const others = colleagues.filter(({ id }) => mayPrepare(id, authorizers));
  return WHO_MATCHES.find((role) => others.some((one) => one.role === role)) ?? null;
}
