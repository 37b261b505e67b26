import { and, asc, eq, sql } from 'drizzle-orm';
import { CONNECTIONS_MAX } from '@makewhole/domain/connections';
import type { ConnectionId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findCredentials, findNewestCredentials, type SealedRow } from './credentials.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { followed } from './followed-connection.ts';
import { processorConnections } from '../schema/connections.ts';
import { payments } from '../schema/payments.ts';

export type ConnectionView = typeof processorConnections.$inferSelect;

/** The firm's connections, the first one first. */
export function listConnections(db: Db, firmId: FirmId): Promise<ConnectionView[]> {
  return db
    .select()
    .from(processorConnections)
    .where(eq(processorConnections.firmId, firmId))
    .orderBy(asc(processorConnections.createdAt), asc(processorConnections.id))
    .limit(CONNECTIONS_MAX);
}

/** The firm's first connection; null as long as it has connected no payment company. */
export async function findOldestConnection(db: Db, firmId: FirmId): Promise<ConnectionView | null> {
  const [first] = await listConnections(db, firmId);
  return first ?? null;
}

/** The firm's first connection. @throws Error if it has none: for firms that have a payment, which came through one */
export async function findFirstConnection(db: Db, firmId: FirmId): Promise<ConnectionView> {
  const first = await findOldestConnection(db, firmId);
  if (first === null) throw new Error(`The firm ${firmId} has no connection`);
  return first;
}

/** A connection of the firm, or null. */
export async function findConnection(
  db: Db,
  { firmId, connectionId }: { readonly firmId: FirmId; readonly connectionId: ConnectionId },
): Promise<ConnectionView | null> {
  const [found] = await db
    .select()
    .from(processorConnections)
    .where(and(eq(processorConnections.firmId, firmId), eq(processorConnections.id, connectionId)));
  return found ?? null;
}

/**
 * The connection that a payment goes through: the one that took it, or the one that stands for it (ADR 45). Null if the firm
 * has no such payment.
 */
export async function findConnectionOf(
  db: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<ConnectionView | null> {
  const [found] = await db
    .select({ connection: processorConnections })
    .from(payments)
    .innerJoin(processorConnections, eq(processorConnections.id, followed(payments.connectionId)))
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  return found?.connection ?? null;
}

/** The connection with this account at a company, a disabled one only if there is no other; null if there is none. */
export async function findConnectionByAccount(
  db: Db,
  { kind, account }: { readonly kind: string; readonly account: string },
): Promise<ConnectionView | null> {
  const [found] = await db
    .select()
    .from(processorConnections)
    .where(and(eq(processorConnections.kind, kind), eq(processorConnections.account, account)))
    .orderBy(asc(sql`${processorConnections.status} = 'disabled'`))
    .limit(1);
  return found ?? null;
}

/** A connection of any firm, for what arrives at its own address; null if there is none. */
export async function findAnyConnection(db: Db, connectionId: ConnectionId): Promise<ConnectionView | null> {
  const [found] = await db
    .select()
    .from(processorConnections)
    .where(eq(processorConnections.id, connectionId));
  return found ?? null;
}

export type SealedConnection = Pick<ConnectionView, 'kind' | 'account'> & {
  readonly isBroken: boolean;
  /** Null if the installation has its credentials. */
  readonly credentials: SealedRow | null;
};

/**
 * A connection with the credentials in use.
 * @throws Error if there is none, because its ID comes from our own rows, or if nobody has confirmed its credentials
 */
export async function findSealedConnection(db: Db, connectionId: ConnectionId): Promise<SealedConnection> {
  const found = await findAnyConnection(db, connectionId);
  if (found === null) throw new Error(`There is no connection ${connectionId}`);
  const { kind, account, status } = found;
  const credentials = await findCredentials(db, connectionId);
  // Never those of the installation in their place.
  if (credentials === null && (await findNewestCredentials(db, connectionId)) !== null) {
    throw new Error(`The credentials of the connection ${connectionId} are not confirmed yet`);
  }
  return { kind, account, isBroken: status === 'broken', credentials };
}
