import { and, eq, isNull } from 'drizzle-orm';
import { rulesAsOf } from '@makewhole/domain/firm-rules';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { firms, principals } from '../schema/firms.ts';

export type PortalUser = {
  readonly principalId: PrincipalId;
  readonly firmId: FirmId;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly lastSignInAt: Date | null;
  /** Whether the firm requires a second factor from everyone (R11). */
  readonly secondFactorRequired: boolean;
};

/** The principal that a sign-in acts as; null if it has none, or it has no role, is disabled, or its firm suspended. */
export async function findPrincipalByAuthUser(
  db: Db,
  { authUserId }: { readonly authUserId: string },
): Promise<PortalUser | null> {
  const [principal] = await db
    .select({
      principalId: principals.id,
      firmId: principals.firmId,
      name: principals.name,
      email: principals.email,
      role: principals.role,
      lastSignInAt: principals.lastSignInAt,
      firm: {
        approvalRule: firms.approvalRule,
        approvalOverAmount: firms.approvalOverAmount,
        stepUpOverAmount: firms.stepUpOverAmount,
        secondFactorRequired: firms.secondFactorRequired,
        trustStepsFrom: firms.trustStepsFrom,
        stepEvidence: firms.stepEvidence,
        riskyRefunds: firms.riskyRefunds,
        separateDuties: firms.separateDuties,
        achWaitOperating: firms.achWaitOperating,
        achWaitTrust: firms.achWaitTrust,
        trustBalanceDays: firms.trustBalanceDays,
        pendingRules: firms.pendingRules,
      },
    })
    .from(principals)
    .innerJoin(firms, eq(firms.id, principals.firmId))
    .where(
      and(eq(principals.authUserId, authUserId), isNull(principals.disabledAt), isNull(firms.suspendedAt)),
    )
    .prepare('principal_by_auth_user')
    .execute();
  if (principal === undefined) return null;
  const { firm, role, ...person } = principal;
  if (role === null) return null;
  const { secondFactorRequired } = rulesAsOf(firm, new Date().toISOString());
  return { ...person, role, secondFactorRequired };
}
