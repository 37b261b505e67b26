import { and, asc, eq, inArray, isNotNull, isNull, notInArray } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';

export type Person = { readonly name: string; readonly email: string };

const PEOPLE_MAX = 100;

/** The people of a firm who hold one of these roles and can be emailed. @param except whom to leave out */
export async function listPeople(
  db: Db,
  firmId: FirmId,
  roles: readonly Role[],
  except: readonly PrincipalId[] = [],
): Promise<Person[]> {
  const { id, name, email, role, disabledAt } = principals;
  const rows = await db
    .select({ name, email })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        inArray(role, [...roles]),
        isNotNull(email),
        isNull(disabledAt),
        except.length === 0 ? undefined : notInArray(id, [...except]),
      ),
    )
    .orderBy(asc(id))
    .limit(PEOPLE_MAX);
  return rows.flatMap(({ email: address, ...person }) =>
    address === null ? [] : [{ ...person, email: address }],
  );
}
