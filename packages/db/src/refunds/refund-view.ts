// A refund as everything outside the stores sees it: its row with legs, obligations and postings.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { BankAccountId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { BankAccount, Leg } from '@makewhole/domain/payments';
import { followed } from '../connections/followed-connection.ts';
import type { ConnectionView } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { processorConnections } from '../schema/connections.ts';
import { firms, principals } from '../schema/firms.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { payments } from '../schema/payments.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import { findPostings, type StandingPosting } from '../ledger/post-entries.ts';
import type { ObligationView } from '../obligations/list-obligations.ts';
import { obligations } from '../schema/obligations.ts';
import { listTrustMoves, type TrustMoveView } from '../trust/list-trust-moves.ts';

/** A leg with the account that pays it back, and its kind. */
export type RefundLegView = Leg & { readonly drawnFrom: BankAccount; readonly drawnOn: BankAccountId };

export type RefundView = Omit<RefundRow, 'requestedBy' | 'headHash'> & {
  readonly requestedBy: { readonly id: PrincipalId; readonly name: string };
  readonly legs: readonly RefundLegView[];
  readonly obligations: readonly ObligationView[];
  readonly postings: readonly StandingPosting[];
  /** What was authorized and recorded of its trust money. */
  readonly trustMoves: readonly TrustMoveView[];
};

/** Completes refund rows of one firm, keeping their order, in a fixed number of queries. Call it on the snapshot that read them. */
export async function viewRefunds(db: Db, firmId: FirmId, rows: readonly RefundRow[]): Promise<RefundView[]> {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const [legs, owed, posted, people] = await Promise.all([
    db
      .select({
        ...{ refundId: refundLegs.refundId, account: refundLegs.account, amount: refundLegs.amount },
        ...{ drawnFrom: bankAccounts.kind, drawnOn: refundLegs.drawnOn },
      })
      .from(refundLegs)
      .innerJoin(
        bankAccounts,
        and(eq(bankAccounts.firmId, refundLegs.firmId), eq(bankAccounts.id, refundLegs.drawnOn)),
      )
      .where(and(eq(refundLegs.firmId, firmId), inArray(refundLegs.refundId, ids)))
      .orderBy(asc(refundLegs.account)),
    db
      .select()
      .from(obligations)
      .where(and(eq(obligations.firmId, firmId), inArray(obligations.refundId, ids)))
      .orderBy(asc(obligations.openedAt), asc(obligations.id)),
    findPostings(db, firmId, ids),
    db
      .select({ id: principals.id, name: principals.name })
      .from(principals)
      .where(
        and(
          eq(principals.firmId, firmId),
          inArray(
            principals.id,
            rows.map((row) => row.requestedBy),
          ),
        ),
      ),
  ]);
  const ofTrust = [...new Set(legs.filter(({ account }) => account === 'trust').map((leg) => leg.refundId))];
  const moves = await listTrustMoves(db, firmId, ofTrust);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ headHash: _headHash, ...row }) => ({
    ...row,
    requestedBy: { id: row.requestedBy, name: names.get(row.requestedBy) ?? row.requestedBy },
    legs: legs.filter((leg) => leg.refundId === row.id).map(({ refundId: _id, ...leg }) => leg),
    obligations: owed.filter((obligation) => obligation.refundId === row.id),
    postings: posted.filter((posting) => posting.refundId === row.id),
    trustMoves: moves.filter((move) => move.refundId === row.id),
  }));
}

/** A refund of the firm by its ID, or null: another firm's refund is null too. */
export function findRefund(db: Db, { firmId, refundId }: RefundKey): Promise<RefundView | null> {
  return readConsistently(db, async (tx) => {
    const rows = await tx
      .select()
      .from(refunds)
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
    const [refund] = await viewRefunds(tx, firmId, rows);
    return refund ?? null;
  });
}

/** A refund's row and the connection that its payment goes through: what an activity needs to call the processor. */
export type RefundFacts = RefundRow & {
  readonly connection: ConnectionView;
  readonly processorAccount: string;
  readonly firmName: string;
  readonly timeZone: string;
};

/** @throws Error when there is no such refund: its ID comes from our own workflow. */
export async function findRefundFacts(db: Db, { firmId, refundId }: RefundKey): Promise<RefundFacts> {
  const [found] = await db
    .select({ refund: refunds, firm: firms, connection: processorConnections })
    .from(refunds)
    .innerJoin(firms, eq(firms.id, refunds.firmId))
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .innerJoin(processorConnections, eq(processorConnections.id, followed(payments.connectionId)))
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  if (found === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
  const { refund, firm, connection } = found;
  return {
    ...refund,
    ...{ connection, processorAccount: connection.account },
    ...{ firmName: firm.name, timeZone: firm.timeZone },
  };
}
