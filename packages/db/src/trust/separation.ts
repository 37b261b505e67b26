// Keeps whoever authorized a refund's trust steps from matching their bank lines (T10), if the firm separates the two.
import { and, eq, isNull } from 'drizzle-orm';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import { whoMustMatch } from '@makewhole/domain/separate-duties';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { principals } from '../schema/firms.ts';
import { keyMakersOf } from '../users/key-makers.ts';
import { listTrustMoves } from './list-trust-moves.ts';

/** The role of the colleague who must match the refund's bank lines instead; null if `actor` may. */
export async function findWhoMustMatch(
  tx: Db,
  row: RefundRow,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<Role | null> {
  const { firmId, refundId } = refundKeyOf(row);
  const { separateDuties } = await findFirm(tx, { firmId }, at);
  if (!separateDuties) return null;
  const moves = await listTrustMoves(tx, firmId, [refundId]);
  const authorizers = moves.flatMap(({ authorization }) => authorization?.authorizedBy ?? []);
  const acting = [actor, ...(await keyMakersOf(tx, { firmId, principalId: actor }))];
  const people = await tx
    .select({ id: principals.id, role: principals.role })
    .from(principals)
    .where(and(eq(principals.firmId, firmId), eq(principals.kind, 'user'), isNull(principals.disabledAt)));
  const colleagues = people.flatMap(({ id, role }) => (role === null ? [] : [{ id, role }]));
  return whoMustMatch(acting, authorizers, colleagues);
}
