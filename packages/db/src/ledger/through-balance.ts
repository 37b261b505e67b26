// At a company that nets, what would move the bank account moves the balance there (BK4): decided when it is posted, by
// the connection of the payment. An inverse keeps the accounts of what it undoes.
import { and, eq, sql } from 'drizzle-orm';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { goesThroughCompany, throughBalance } from '@makewhole/domain/payouts';
import type { LedgerEntry } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { followed } from '../connections/followed-connection.ts';
import { processorConnections } from '../schema/connections.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

type Subject = {
  readonly firmId: FirmId;
  readonly refundId?: RefundId;
  readonly transactionId?: TransactionId;
};

/** The postings as the company settles them. */
export async function asSettled<
  One extends { readonly step: string; readonly entries: readonly LedgerEntry[] },
>(tx: Db, subject: Subject, postings: readonly One[]): Promise<readonly One[]> {
  const isMoved = ({ step, entries }: One) =>
    goesThroughCompany(step) && entries.some(({ account }) => account.endsWith('_bank'));
  if (!postings.some(isMoved) || !(await nets(tx, subject))) return postings;
  return postings.map((one) => (isMoved(one) ? { ...one, entries: throughBalance(one.entries) } : one));
}

async function nets(tx: Db, { firmId, refundId, transactionId }: Subject): Promise<boolean> {
  const ofRefund = sql`(SELECT r.transaction_id FROM ${refunds} r WHERE r.firm_id = ${firmId} AND r.id = ${refundId ?? null})`;
  const [connection] = await tx
    .select({ settles: processorConnections.settles })
    .from(payments)
    .innerJoin(processorConnections, eq(processorConnections.id, followed(payments.connectionId)))
    .where(
      and(
        eq(payments.firmId, firmId),
        eq(payments.transactionId, sql`coalesce(${transactionId ?? null}, ${ofRefund})`),
      ),
    );
  return connection?.settles === 'net';
}
