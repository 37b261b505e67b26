// What a person changes of a connection (issue of the real payment company): each is an event of the firm's timeline (B9).
import { and, eq, ne } from 'drizzle-orm';
import {
  CONNECTIONS_MAX,
  hasImpossibleLosses,
  needsSecondPerson,
  type ConnectionFault,
  type ConnectionReport,
  type ConnectionRules,
} from '@makewhole/domain/connections';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { changesOf } from '@makewhole/domain/firm-events';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { findFirm } from './find-firm.ts';
import { lockFirm } from './lock-firm.ts';
import { newId } from '../new-id.ts';
import { connectionCredentials, processorConnections } from '../schema/connections.ts';
import { completeConnectionTask } from '../connections/complete-connection-task.ts';
import { writeConnectionRules } from '../connections/connection-rules.ts';
import {
  addCredentials,
  findCredentials,
  findNewestCredentials,
  type NewCredentials,
} from '../connections/credentials.ts';
import { findConnection, listConnections, type ConnectionView } from '../connections/find-connection.ts';
import { planRuleChange, type ConnectionRuleChange } from '../connections/plan-rule-change.ts';

type Wanted = Pick<ConnectionView, 'kind' | 'label' | 'mode' | 'account' | 'settles' | 'paysOutTo'> & {
  readonly rules: ConnectionRules;
  readonly report: ConnectionReport;
};

export type ConnectionAdded =
  | { readonly kind: 'added'; readonly connection: ConnectionView }
  /** The firm has as many as it can have. */
  | { readonly kind: 'too_many' }
  /** A connection to the same account exists, of this firm or of another one. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly fault: ConnectionFault };

/** Adds a connection with its credentials. In live mode it waits for a second person if the firm's rule says so. */
export function addConnection(
  db: Db,
  by: ChangedBy,
  { rules, report, ...wanted }: Wanted,
  credentials: NewCredentials,
): Promise<ConnectionAdded> {
  return db.transaction(async (tx): Promise<ConnectionAdded> => {
    if (hasImpossibleLosses({ ...wanted, ...rules }))
      return { kind: 'refused', fault: 'losses_out_of_trust' };
    const { firmId } = by;
    await lockFirm(tx, firmId);
    if ((await listConnections(tx, firmId)).length >= CONNECTIONS_MAX) return { kind: 'too_many' };
    const waits = needsSecondPerson(wanted, await findFirm(tx, { firmId }, by.at));
    const [connection] = await tx
      .insert(processorConnections)
      .values({
        ...wanted,
        ...{ firmId, id: newId<ConnectionId>('pc'), status: waits ? 'new' : 'active' },
        ...{ checkedAt: new Date(report.checkedAt), checkReport: report, createdAt: by.at },
      })
      .onConflictDoNothing()
      .returning();
    if (connection === undefined) return { kind: 'taken' };
    const { id: connectionId, kind, mode, settles, paysOutTo } = connection;
    await writeConnectionRules(tx, connection, rules);
    const made = { by: by.principalId, at: by.at, isConfirmed: !waits };
    await addCredentials(tx, { firmId, connectionId }, credentials, made);
    await appendFirmEvent(tx, by, {
      type: 'connection.made',
      data: { connectionId, kind, mode, settles, paysOutTo, ...rules, waits },
    });
    return { kind: 'added', connection };
  });
}

export type ConnectionChange = ConnectionRuleChange &
  Partial<Pick<ConnectionView, 'label' | 'settles' | 'paysOutTo' | 'payoutsFrom'>> & {
    readonly status?: 'active' | 'disabled';
  };

export type ConnectionChanged =
  | { readonly kind: 'changed'; readonly connection: ConnectionView }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly fault: ConnectionFault };

/** Changes the given fields; refunds that stand and losses that are known stay where they were booked. */
export function changeConnection(
  db: Db,
  by: ChangedBy,
  connectionId: ConnectionId,
  { lossesDebit = {}, drawsOn = {}, ...given }: ConnectionChange,
): Promise<ConnectionChanged> {
  return changing(db, by, connectionId, async (tx, standing) => {
    const wanted = { ...(await cutOver(tx, by, standing, given)), ...given };
    const fault = wanted.status === 'active' ? await enablingFault(tx, standing) : null;
    if (fault !== null) return { kind: 'refused', fault };
    const rules = await planRuleChange(tx, standing, { lossesDebit, drawsOn });
    const { settles, paysOutTo } = { ...standing, ...wanted };
    const isAboutLosses = isAbout(given) || Object.keys(lossesDebit).length > 0;
    if (isAboutLosses && hasImpossibleLosses({ settles, paysOutTo, ...rules.rules })) {
      return { kind: 'refused', fault: 'losses_out_of_trust' };
    }
    if (Object.keys(rules.changes).length > 0) await rules.write();
    const connection = await update(tx, standing, wanted);
    if (wanted.status === 'disabled') await completeConnectionTask(tx, connectionId, by.at);
    // The label is a person's text, which no event holds.
    const { label, ...changes } = { ...changesOf(standing, wanted), ...rules.changes };
    if (label !== undefined || Object.keys(changes).length > 0) {
      await appendFirmEvent(tx, by, {
        type: 'connection.changed',
        data: { connectionId, changes, ...(label !== undefined && { renamed: true }) },
      });
    }
    return { kind: 'changed', connection };
  });
}

/** Whether it says where payouts go: what has been so since before may stay, and be renamed or disabled. */
function isAbout({ settles, paysOutTo }: ConnectionChange): boolean {
  return settles !== undefined || paysOutTo !== undefined;
}

/** From gross to net: what was paid out before today is of receipts that went to the bank, and no payout explains it. */
async function cutOver(
  tx: Db,
  { firmId, at }: ChangedBy,
  standing: ConnectionView,
  { settles }: Pick<ConnectionChange, 'settles'>,
): Promise<Pick<ConnectionChange, 'payoutsFrom'>> {
  if (standing.settles !== 'gross' || settles !== 'net') return {};
  const { timeZone } = await findFirm(tx, { firmId }, at);
  return { payoutsFrom: dateIn(at.toISOString(), timeZone) };
}

/** Whether it may be used: nothing enables what a second person has not confirmed, or what the company refuses. */
async function enablingFault(tx: Db, standing: ConnectionView): Promise<ConnectionFault | null> {
  const { id, status, kind, mode, account } = standing;
  const newest = await findNewestCredentials(tx, id);
  const isConfirmed = newest === null || (await findCredentials(tx, id)) !== null;
  if (status === 'new' || !isConfirmed) return 'not_confirmed';
  if (status === 'broken') return 'still_broken';
  const other = processorConnections;
  const [taken] = await tx
    .select({ id: other.id })
    .from(other)
    .where(
      and(
        ...[eq(other.kind, kind), eq(other.mode, mode), eq(other.account, account)],
        ...[ne(other.status, 'disabled'), ne(other.id, id)],
      ),
    );
  return taken === undefined ? null : 'account_taken';
}

/** Replaces the credentials by others of the same account, which `report` was made with. */
export function replaceCredentials(
  db: Db,
  by: ChangedBy,
  connectionId: ConnectionId,
  { report, ...credentials }: NewCredentials & { readonly report: ConnectionReport },
): Promise<ConnectionChanged> {
  return changing(db, by, connectionId, async (tx, standing) => {
    const newest = await findNewestCredentials(tx, connectionId);
    if (newest === null) return { kind: 'refused', fault: 'has_no_credentials' };
    const waits = needsSecondPerson(standing, await findFirm(tx, by, by.at));
    const made = { by: by.principalId, at: by.at, isConfirmed: !waits };
    const version = await addCredentials(tx, { firmId: by.firmId, connectionId }, credentials, made);
    const checked = { checkedAt: new Date(report.checkedAt), checkReport: report };
    const works = !waits && standing.status === 'broken';
    const mended = works ? ({ status: 'active', brokenSince: null } as const) : {};
    const connection = await update(tx, standing, { ...checked, ...mended });
    if (works) await completeConnectionTask(tx, connectionId, by.at);
    await appendFirmEvent(tx, by, {
      type: 'connection.credentials_replaced',
      data: { connectionId, version, waits },
    });
    return { kind: 'changed', connection };
  });
}

/** A second person lets the newest credentials be used. */
export function confirmConnection(
  db: Db,
  by: ChangedBy,
  connectionId: ConnectionId,
): Promise<ConnectionChanged> {
  return changing(db, by, connectionId, async (tx, standing) => {
    const newest = await findNewestCredentials(tx, connectionId);
    if (newest === null || newest.confirmedAt !== null) {
      return { kind: 'refused', fault: 'nothing_to_confirm' };
    }
    if (newest.madeBy === by.principalId) return { kind: 'refused', fault: 'own_confirmation' };
    const { version } = newest;
    await tx
      .update(connectionCredentials)
      .set({ confirmedBy: by.principalId, confirmedAt: by.at })
      .where(
        and(eq(connectionCredentials.connectionId, connectionId), eq(connectionCredentials.version, version)),
      );
    const isUsed = standing.status === 'new' || standing.status === 'broken';
    const connection = await update(tx, standing, isUsed ? { status: 'active', brokenSince: null } : {});
    await completeConnectionTask(tx, connectionId, by.at);
    await appendFirmEvent(tx, by, { type: 'connection.confirmed', data: { connectionId, version } });
    return { kind: 'changed', connection };
  });
}

function changing(
  db: Db,
  { firmId }: ChangedBy,
  connectionId: ConnectionId,
  change: (tx: Db, standing: ConnectionView) => Promise<ConnectionChanged>,
): Promise<ConnectionChanged> {
  return db.transaction(async (tx) => {
    await lockFirm(tx, firmId);
    const standing = await findConnection(tx, { firmId, connectionId });
    return standing === null ? { kind: 'not_found' } : change(tx, standing);
  });
}

async function update(
  tx: Db,
  standing: ConnectionView,
  wanted: Partial<typeof processorConnections.$inferInsert>,
): Promise<ConnectionView> {
  if (Object.keys(wanted).length === 0) return standing;
  const [changed] = await tx
    .update(processorConnections)
    .set(wanted)
    .where(eq(processorConnections.id, standing.id))
    .returning();
  return changed ?? standing;
}
