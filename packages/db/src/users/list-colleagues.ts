import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { roleMay, type Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { USERS_MAX } from './list-users.ts';

export type Colleague = { readonly id: PrincipalId; readonly name: string; readonly role: Role };

/** The people of a firm who share its work, by name: no more of them than colleagues know anyway. */
export async function listColleagues(db: Db, firmId: FirmId): Promise<Colleague[]> {
  const { id, name, role } = principals;
  const rows = await db
    .select({ id, name, role })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        eq(principals.kind, 'user'),
        isNotNull(role),
        isNull(principals.disabledAt),
      ),
    )
    .orderBy(asc(name), asc(id))
    .limit(USERS_MAX);
  return rows.flatMap(({ role: held, ...person }) =>
    held === null || !roleMay(held, 'task.assign') ? [] : [{ ...person, role: held }],
  );
}
