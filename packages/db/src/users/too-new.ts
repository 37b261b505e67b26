import { and, eq } from 'drizzle-orm';
import { approverEntitledFrom } from '@makewhole/domain/firm-rules';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';

/** Longer than any chain of people who each let the next one in within a few days. */
const CHAIN_MAX = 10;

/**
 * Whether one of these people let somebody in fewer than five bank days ago, directly or through others whom they had
 * just let in: a second person that you let in yourself is no second person (B8).
 */
export async function isTooNewFor(
  tx: Db,
  firmId: FirmId,
  somebody: PrincipalId,
  { people, at }: { readonly people: readonly string[]; readonly at: Date },
): Promise<boolean> {
  let person = somebody;
  for (let length = 0; length < CHAIN_MAX; length += 1) {
    const [found] = await tx
      .select({ letInBy: principals.letInBy, letInAt: principals.letInAt })
      .from(principals)
      .where(and(eq(principals.firmId, firmId), eq(principals.id, person)));
    if (found?.letInBy == null || found.letInAt === null) return false;
    if (at >= new Date(approverEntitledFrom(found.letInAt.toISOString()))) return false;
    if (people.includes(found.letInBy)) return true;
    person = found.letInBy;
  }
  return false;
}
