// The written authorizations of moves of trust money (ADR 31), each in the transaction that it belongs to.
import { and, desc, eq } from 'drizzle-orm';
import type {
  BankAccountId,
  FirmId,
  ObligationId,
  PrincipalId,
  RefundId,
  TransactionId,
} from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import {
  authorizedPurpose,
  type AuthorizedMove,
  type TrustMethod,
  type TrustOrigin,
} from '@makewhole/domain/trust-authority';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import { newId } from '../new-id.ts';
import { trustAuthorizations } from '../schema/trust-authorizations.ts';
import { findPermissions } from '../users/find-permissions.ts';

export type TrustAuthorization = typeof trustAuthorizations.$inferSelect;

/** The move that is authorized: its task, its money, and the accounts that it leaves and reaches. */
export type MoveToAuthorize = {
  readonly firmId: FirmId;
  readonly firmName: string;
  readonly obligationId: ObligationId;
  readonly transactionId: TransactionId;
  readonly refundId: RefundId | null;
  readonly step: AuthorizedMove;
  readonly amount: Money;
  readonly currency: Currency;
  readonly fromAccountId: BankAccountId;
  /** Null if the money leaves the firm. */
  readonly toAccountId: BankAccountId | null;
  readonly origin: TrustOrigin;
};

export type AuthorizedHow = {
  readonly method: TrustMethod;
  readonly methodReference: string | null;
  readonly evidenceId: string | null;
};
type By = { readonly actor: PrincipalId; readonly at: Date };
type TaskKey = { readonly firmId: FirmId; readonly obligationId: ObligationId };

/** The authorization of a task that stands: the newest one, or null. */
export async function findAuthorization(
  db: Db,
  { firmId, obligationId }: TaskKey,
): Promise<TrustAuthorization | null> {
  const [newest] = await db
    .select()
    .from(trustAuthorizations)
    .where(and(eq(trustAuthorizations.firmId, firmId), eq(trustAuthorizations.obligationId, obligationId)))
    .orderBy(desc(trustAuthorizations.id))
    .limit(1);
  return newest ?? null;
}

/** Whether they may record a move of this task: a lawyer authorized it, or they are one. */
export async function mayMove(tx: Db, task: TaskKey, actor: PrincipalId): Promise<boolean> {
  if ((await findAuthorization(tx, task)) !== null) return true;
  const may = await findPermissions(tx, { firmId: task.firmId, principalId: actor });
  return may('trust.authorize');
}

/** What stands for the move; a lawyer who records one that nobody authorized authorizes it by that. */
export async function authorizationFor(
  tx: Db,
  move: MoveToAuthorize,
  how: AuthorizedHow,
  by: By,
): Promise<TrustAuthorization> {
  return (await findAuthorization(tx, move)) ?? insertAuthorization(tx, move, how, by);
}

/** Writes an authorization, with its event. */
export async function insertAuthorization(
  tx: Db,
  { origin, firmName, ...move }: MoveToAuthorize,
  how: AuthorizedHow,
  { actor, at }: By,
): Promise<TrustAuthorization> {
  const { payee, purpose } = authorizedPurpose(move.step, firmName, origin);
  const [written] = await tx
    .insert(trustAuthorizations)
    .values({
      ...move,
      ...how,
      ...{ payee, purpose },
      id: newId<string>('ta'),
      authorizedBy: actor,
      authorizedAt: at,
    })
    .returning();
  if (written === undefined) throw new Error(`The authorization of ${move.obligationId} was not written`);
  const { firmId, refundId, transactionId, obligationId, step, amount, fromAccountId, toAccountId } = written;
  const { method, methodReference, evidenceId } = written;
  // Without the payer's name, which the row has: what is in the chain stays for ever.
  const data = {
    ...{ authorizationId: written.id, obligationId, step, amount, method, methodReference },
    ...{ fromAccountId, toAccountId, evidenceId },
    ...(await findEvidenceHash(tx, { firmId, id: evidenceId })),
  };
  if (refundId !== null) {
    await appendEvent(tx, { firmId, refundId }, { type: 'trust_step.authorized', actor, at, data });
  } else {
    const type = 'payment.trust_step_authorized';
    await appendFirmEvent(tx, { firmId, principalId: actor, at }, { type, data: { transactionId, ...data } });
  }
  return written;
}
