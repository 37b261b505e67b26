// The written accountings to clients (EM2). An hour after a distribution of trust money, in which a mistake can still be
// corrected, the sweep writes one for its matter, keeps it, and has it sent.
import { createHash } from 'node:crypto';
import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import {
  ACCOUNTING_MOVES_MAX,
  DISTRIBUTION_STEPS,
  accountingText,
  balanceAfter,
  type AccountedMove,
  type AccountingFacts,
} from '@makewhole/domain/client-accounting';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import { newId } from '../new-id.ts';
import { recordEmails } from '../notifications/record-emails.ts';
import type { Page } from '../paging.ts';
import { clientAccountings } from '../schema/client-accountings.ts';
import { notifications } from '../schema/notifications.ts';
import { lockTrustMoney } from './matter-totals.ts';

const PREFIX = 'client_accounting:';
const WAITS_MS = 3_600_000;
/** A sweep that was down for longer has left what came before to the next distribution. */
const LOOKED_BACK_MS = 90 * 24 * 3_600_000;
/** Literals, so that the index postings_distributed serves. */
const DISTRIBUTED = sql.raw(DISTRIBUTION_STEPS.map((step) => `'${step}'`).join(', '));

/** The states whose profile asks for it after a distribution: they count where the firm did not choose. */
const ASKING_STATES = Object.values(STATE_PROFILES)
  .filter(({ values }) => values.clientNoticeOfDisbursement?.value.when === 'after')
  .map(({ state }) => state);

type Due = { readonly firmId: FirmId; readonly matterId: MatterId };

/** Writes what is due. @returns how many accountings it wrote */
export async function writeAccountings(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const through = new Date(now.getTime() - WAITS_MS);
  const from = new Date(now.getTime() - LOOKED_BACK_MS);
  const due = await db.execute<Due>(sql`
    SELECT DISTINCT f.id AS "firmId", e.matter_id AS "matterId"
    FROM firms f
    LEFT JOIN LATERAL (SELECT state, confirmed_at FROM state_profile_confirmations WHERE firm_id = f.id
      ORDER BY id DESC LIMIT 1) s ON true
    JOIN postings p ON p.firm_id = f.id AND p.step IN (${DISTRIBUTED})
    JOIN ledger_entries e ON e.posting_id = p.id AND e.account = 'client_trust_liability' AND e.matter_id IS NOT NULL
    WHERE (f.client_accountings = 'on'
        OR f.client_accountings IS NULL AND s.state = ANY(${sql.param(ASKING_STATES)}::text[]))
      AND p.at >= CASE WHEN f.client_accountings = 'on' THEN f.client_accountings_since ELSE s.confirmed_at END
      AND p.at BETWEEN ${from.toISOString()}::timestamptz AND ${through.toISOString()}::timestamptz
      AND NOT EXISTS (SELECT FROM client_accountings a WHERE a.firm_id = f.id AND a.matter_id = e.matter_id
        AND a.through >= p.at)
    ORDER BY 1, 2 LIMIT ${limit}`);
  for (const matter of due) await db.transaction((tx) => write(tx, matter, through, now));
  return due.length;
}

async function write(tx: Db, matter: Due, through: Date, at: Date): Promise<void> {
  await lockTrustMoney(tx, matter);
  const { firmId, matterId } = matter;
  const [last] = await tx
    .select({ through: clientAccountings.through })
    .from(clientAccountings)
    .where(and(eq(clientAccountings.firmId, firmId), eq(clientAccountings.matterId, matterId)))
    .orderBy(desc(clientAccountings.through))
    .limit(1);
  if (last !== undefined && last.through >= through) return;
  const { email, ...facts } = await readFacts(tx, matter, last?.through ?? null, through);
  const { subject, text, html } = accountingText(facts);
  const id = newId<string>('ca');
  const sha256 = createHash('sha256').update(`${subject}\n${text}`).digest('hex');
  const after = balanceAfter(facts);
  await tx.insert(clientAccountings).values({
    ...{ id, firmId, matterId, through, balanceBefore: facts.balanceBefore, balanceAfter: after },
    ...{ recipientName: facts.clientName, recipientEmail: email, subject, text, html, sha256, createdAt: at },
  });
  await appendFirmEvent(
    tx,
    { firmId, principalId: ENGINE, at },
    { type: 'client.accounting_written', data: { accountingId: id, matterId, balanceAfter: after, sha256 } },
  );
  if (email === null) return;
  const event = `${PREFIX}${id}`;
  const news = { firmId, refundId: null, about: id, event, at, bySweep: true };
  await recordEmails(tx, [{ name: facts.clientName, email }], news);
}

type Row = {
  readonly firmName: string;
  readonly clientName: string;
  readonly email: string | null;
  readonly matterNumber: string;
};

async function readFacts(
  tx: Db,
  { firmId, matterId }: Due,
  since: Date | null,
  through: Date,
): Promise<AccountingFacts & { readonly email: string | null }> {
  const [about] = await tx.execute<Row>(sql`
    SELECT f.name AS "firmName", c.name AS "clientName", c.email, m.number AS "matterNumber"
    FROM matters m JOIN firms f ON f.id = m.firm_id JOIN clients c ON c.firm_id = m.firm_id AND c.id = m.client_id
    WHERE m.firm_id = ${firmId} AND m.id = ${matterId}`);
  if (about === undefined) throw new Error(`There is no matter ${matterId}`);
  const rows = await tx.execute<Omit<AccountedMove, 'amount'> & { readonly amount: string }>(sql`
    SELECT ${EFFECTIVE_DAY_OF}::text AS date, -sum(e.amount) AS amount,
      CASE WHEN p.step = 'trust_payment' AND p.refund_id IS NULL THEN 'receipt_returned' ELSE p.step END AS step
    FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
    WHERE e.firm_id = ${firmId} AND e.matter_id = ${matterId} AND e.account = 'client_trust_liability'
      AND ${isRecorded(since, through)}
    GROUP BY p.id, f.time_zone ORDER BY p.at DESC, p.id DESC LIMIT ${ACCOUNTING_MOVES_MAX}`);
  const moves = rows.map(({ amount, ...move }) => ({ ...move, amount: money(Number(amount)) })).toReversed();
  const [total] = await tx.execute<{ readonly balance: string }>(sql`
    SELECT coalesce(-sum(e.amount), 0) AS balance FROM ledger_entries e JOIN postings p ON p.id = e.posting_id
    WHERE e.firm_id = ${firmId} AND e.matter_id = ${matterId} AND e.account = 'client_trust_liability'
      AND ${isRecorded(null, through)}`);
  const moved = sum(moves.map(({ amount }) => amount));
  return { ...about, moves, balanceBefore: money(Number(total?.balance ?? 0) - moved) };
}

/**
 * For queries of a posting p: whether it was recorded after the one instant and by the other. A receipt that is learned of
 * late says in `at` when its payment settled; its ID has the time of its recording (UUIDv7).
 */
function isRecorded(since: Date | null, through: Date): SQL {
  const idAt = (at: Date) => `post_${at.getTime().toString(16).padStart(UUID_TIME_DIGITS, '0')}`;
  return sql`p.id COLLATE "C" >= ${since === null ? '' : idAt(since)} AND p.id COLLATE "C" < ${idAt(through)}`;
}

const UUID_TIME_DIGITS = 12;

export type ClientAccounting = typeof clientAccountings.$inferSelect & {
  /** When the mail server accepted it; null if it was not sent yet, or cannot be. */
  readonly sentAt: Date | null;
};

/** A firm's accountings, newest first. `cursor`: the ID of the previous page's last one; `limit`: 1 to 100. */
export async function listAccountings(
  db: Db,
  {
    firmId,
    cursor,
    limit,
  }: { readonly firmId: FirmId; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<ClientAccounting>> {
  const rows = await db
    .select({ accounting: clientAccountings, sentAt: notifications.sentAt })
    .from(clientAccountings)
    .leftJoin(
      notifications,
      and(
        eq(notifications.firmId, clientAccountings.firmId),
        eq(notifications.event, sql`${PREFIX}::text || ${clientAccountings.id}`),
      ),
    )
    .where(
      and(
        eq(clientAccountings.firmId, firmId),
        cursor === undefined ? undefined : lt(clientAccountings.id, cursor),
      ),
    )
    .orderBy(desc(clientAccountings.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit).map(({ accounting, sentAt }) => ({ ...accounting, sentAt }));
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

type Sent = Pick<ClientAccounting, 'subject' | 'text' | 'html'>;

/** The accounting that a notification is of; undefined if it is about something else. */
export async function findAccountingOf(
  db: Db,
  { firmId, event }: { readonly firmId: FirmId; readonly event: string },
): Promise<Sent | undefined> {
  if (!event.startsWith(PREFIX)) return undefined;
  const { subject, text, html } = clientAccountings;
  const [found] = await db
    .select({ subject, text, html })
    .from(clientAccountings)
    .where(and(eq(clientAccountings.firmId, firmId), eq(clientAccountings.id, event.slice(PREFIX.length))));
  return found;
}
