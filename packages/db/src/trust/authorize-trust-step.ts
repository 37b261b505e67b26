// A lawyer authorizes a trust step ahead, in writing, so that somebody else, or a program, may record it (T9, ADR 31).
import { and, count, eq } from 'drizzle-orm';
import type { FirmId, ObligationId, PrincipalId } from '@makewhole/domain/ids';
import { TRUST_MOVES, type TrustMove } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { hasEvidence } from '../evidence/find-evidence.ts';
import { lockPayment } from '../lock-payment.ts';
import { lockRefund } from '../lock-refund.ts';
import { findLossDate } from './loss-date.ts';
import { obligations } from '../schema/obligations.ts';
import { trustAuthorizations } from '../schema/trust-authorizations.ts';
import { findPermissions } from '../users/find-permissions.ts';
import { moveOfLoss, moveOfRefund } from './moves-to-authorize.ts';
import {
  findAuthorization,
  insertAuthorization,
  type AuthorizedHow,
  type MoveToAuthorize,
  type TrustAuthorization,
} from './trust-authorizations.ts';

/** Whoever changes an authorization more often than that should look at the refund instead. */
const AUTHORIZATIONS_MAX = 20;

export type StepAuthorized =
  | { readonly kind: 'authorized'; readonly authorization: TrustAuthorization }
  /** not_open: it is recorded, or not owed any more. */
  | { readonly kind: 'not_found' | 'forbidden' | 'not_open' | 'no_such_evidence' | 'too_many' };

type Task = { readonly firmId: FirmId; readonly obligationId: ObligationId };

/** Authorizes an open trust step. The same again by the same person changes nothing; another one replaces the last. */
export function authorizeTrustStep(
  db: Db,
  task: Task,
  how: AuthorizedHow,
  by: { readonly actor: PrincipalId; readonly at: Date },
): Promise<StepAuthorized> {
  return db.transaction(async (tx): Promise<StepAuthorized> => {
    const { firmId } = task;
    const known = await findTask(tx, task);
    const step = TRUST_MOVES.find((move) => known?.kind === `trust_${move}`);
    if (known === undefined || step === undefined) return { kind: 'not_found' };
    const may = await findPermissions(tx, { firmId, principalId: by.actor });
    if (!may('trust.authorize')) return { kind: 'forbidden' };
    const move = await lockMove(tx, known, step);
    if (move === null) return { kind: 'not_found' };
    if ((await findTask(tx, task))?.status !== 'open') return { kind: 'not_open' };
    if (how.evidenceId !== null && !(await hasEvidence(tx, { firmId, id: how.evidenceId }))) {
      return { kind: 'no_such_evidence' };
    }
    const standing = await findAuthorization(tx, task);
    if (standing !== null && isSame(standing, how, by.actor)) {
      return { kind: 'authorized', authorization: standing };
    }
    if ((await countFor(tx, task)) >= AUTHORIZATIONS_MAX) return { kind: 'too_many' };
    return { kind: 'authorized', authorization: await insertAuthorization(tx, move, how, by) };
  });
}

type TaskRow = typeof obligations.$inferSelect;

async function findTask(tx: Db, { firmId, obligationId }: Task): Promise<TaskRow | undefined> {
  const [row] = await tx
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, obligationId)));
  return row;
}

/** Locks what recording the step locks too, in the same order. */
async function lockMove(tx: Db, task: TaskRow, step: TrustMove): Promise<MoveToAuthorize | null> {
  const { firmId, refundId, transactionId } = task;
  if (refundId !== null) return moveOfRefund(tx, await lockRefund(tx, { firmId, refundId }), task, step);
  if (transactionId === null) return null;
  await lockPayment(tx, { firmId, transactionId });
  const ofPayment = { ...task, transactionId };
  return moveOfLoss(tx, ofPayment, step, await findLossDate(tx, ofPayment));
}

function isSame(standing: TrustAuthorization, how: AuthorizedHow, actor: PrincipalId): boolean {
  return (
    standing.authorizedBy === actor &&
    standing.method === how.method &&
    standing.methodReference === how.methodReference &&
    standing.evidenceId === how.evidenceId
  );
}

async function countFor(tx: Db, { firmId, obligationId }: Task): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(trustAuthorizations)
    .where(and(eq(trustAuthorizations.firmId, firmId), eq(trustAuthorizations.obligationId, obligationId)));
  return row?.count ?? 0;
}
