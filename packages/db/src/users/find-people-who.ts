import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { roleMay, type Action } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { isTooNewFor } from './too-new.ts';

/** The people of the firm who may do that, without those who are disabled. */
export async function findPeopleWho(tx: Db, firmId: FirmId, action: Action): Promise<PrincipalId[]> {
  const people = await tx
    .select({ id: principals.id, role: principals.role })
    .from(principals)
    .where(and(eq(principals.firmId, firmId), eq(principals.kind, 'user'), isNull(principals.disabledAt)));
  return people.filter(({ role }) => role !== null && roleMay(role, action)).map(({ id }) => id);
}

/** Whether two people are two: neither of them has just let the other in (B8). */
export async function areTwoPeople(
  tx: Db,
  firmId: FirmId,
  [one, other]: readonly [PrincipalId, PrincipalId],
  at: Date,
): Promise<boolean> {
  if (one === other) return false;
  return (
    !(await isTooNewFor(tx, firmId, one, { people: [other], at })) &&
    !(await isTooNewFor(tx, firmId, other, { people: [one], at }))
  );
}
