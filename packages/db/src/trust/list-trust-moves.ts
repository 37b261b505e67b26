// The moves of trust money of refunds: what a lawyer authorized, and what was recorded (R5, ADR 31).
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { AUTHORIZED_MOVES, type AuthorizedMove } from '@makewhole/domain/trust-authority';
import type { Db } from '../connect.ts';
import { trustAuthorizations } from '../schema/trust-authorizations.ts';
import { trustStepRecords } from '../schema/trust.ts';
import type { TrustAuthorization } from './trust-authorizations.ts';
import type { TrustStepRecord } from './trust-step-records.ts';

export type TrustMoveView = {
  readonly refundId: RefundId;
  readonly step: AuthorizedMove;
  /** Null for what was recorded before there were any. */
  readonly authorization: TrustAuthorization | null;
  /** The newest record after its corrections; null while nothing is recorded. */
  readonly record: TrustStepRecord | null;
};

/** The moves of these refunds, in the order of the steps. */
export async function listTrustMoves(
  db: Db,
  firmId: FirmId,
  refundIds: readonly RefundId[],
): Promise<TrustMoveView[]> {
  if (refundIds.length === 0) return [];
  const [authorized, recorded] = await Promise.all([
    db
      .select()
      .from(trustAuthorizations)
      .where(
        and(eq(trustAuthorizations.firmId, firmId), inArray(trustAuthorizations.refundId, [...refundIds])),
      )
      .orderBy(desc(trustAuthorizations.id)),
    db
      .selectDistinctOn([trustStepRecords.refundId, trustStepRecords.step])
      .from(trustStepRecords)
      .where(and(eq(trustStepRecords.firmId, firmId), inArray(trustStepRecords.refundId, [...refundIds])))
      .orderBy(asc(trustStepRecords.refundId), asc(trustStepRecords.step), desc(trustStepRecords.correction)),
  ]);
  return refundIds.flatMap((refundId) =>
    AUTHORIZED_MOVES.flatMap((step) => {
      const record = recorded.find((one) => one.refundId === refundId && one.step === step) ?? null;
      const standing = authorized.find((one) =>
        record?.authorizationId == null
          ? record === null && one.refundId === refundId && one.step === step
          : one.id === record.authorizationId,
      );
      const authorization = standing ?? null;
      return record === null && authorization === null ? [] : [{ refundId, step, authorization, record }];
    }),
  );
}
