// What the sections 0 and 7 to 14 of a month-end binder are made of.
import { sql } from 'drizzle-orm';
import type { BinderRecords } from '@makewhole/domain/month-ends/binder-records';
import type { Row } from '@makewhole/domain/month-ends/section';
import { quarterEndingWith, type ReviewAnswers } from '@makewhole/domain/month-ends/transaction-review';
import type { Db } from '../connect.ts';
import { MONTH_END_ROWS_MAX } from './cleared-postings.ts';
import type { MonthEndRow } from './find-month-ends.ts';
import { readSample } from './transaction-sample.ts';

export async function readBinderRecords(tx: Db, row: MonthEndRow, title: string): Promise<BinderRecords> {
  return {
    cover: await readCover(tx, row, title),
    refunds: await readRefunds(tx, row),
    losses: await readLosses(tx, row),
    people: await readPeople(tx, row),
    accountings: await readAccountings(tx, row),
    evidence: await readEvidence(tx, row),
    seal: await findSeal(tx, row),
    review: await readReview(tx, row),
  };
}

async function readCover(tx: Db, row: MonthEndRow, title: string): Promise<BinderRecords['cover']> {
  const [found] = await tx.execute<Record<string, string | null>>(sql`
    SELECT f.name AS "Firm", b.title AS "Account", b.bank_name AS "Bank", b.last_four AS "Last four",
      CASE WHEN b.is_iolta THEN 'yes' ELSE 'no' END AS "IOLTA", b.state AS "State",
      s.sha256 AS "Statement file, SHA-256", p.name AS "Statement imported by"
    FROM bank_accounts b JOIN firms f ON f.id = b.firm_id
    LEFT JOIN bank_statements s ON s.id = ${row.statementId} LEFT JOIN principals p ON p.id = s.imported_by
    WHERE b.firm_id = ${row.firmId} AND b.id = ${row.bankAccountId}`);
  return {
    Scope: title,
    ...found,
    Period: `${row.periodStart} to ${row.endingOn}`,
    'As of': row.endingOn,
    Binder: row.id,
    Version: `${row.version}`,
    Supersedes: row.version > 1 ? `version ${row.version - 1}` : null,
  };
}

/** Refunds with trust money of this account that were not closed before the period, open ones first. */
async function readRefunds(
  tx: Db,
  { firmId, bankAccountId, periodStart, endingOn }: MonthEndRow,
): Promise<Row[]> {
  const step = (name: string, key: string) => sql`
    max(s.date::text) FILTER (WHERE s.step = ${name}) AS ${sql.identifier(`${key}On`)},
    max(s.reference) FILTER (WHERE s.step = ${name}) AS ${sql.identifier(`${key}Reference`)}`;
  const rows = await tx.execute<Row>(sql`
    SELECT r.id AS refund, r.status, r.transaction_id AS transaction, c.name AS client, y.payer_name AS payer,
      m.number AS matter, r.method, l.amount::float8 AS amount, q.name AS "requestedBy", a.name AS "approvedBy",
      ${utc(sql`r.accepted_at`)} AS "acceptedAt", ${utc(sql`r.settled_at`)} AS "settledAt",
      r.processor_refund_id AS trace, ${step('payment', 'a')}, ${step('deposit', 'b')}, ${step('transfer', 'c')},
      string_agg(DISTINCT s.evidence_id, ' ') AS evidence
    FROM refunds r
    JOIN refund_legs l ON l.firm_id = r.firm_id AND l.refund_id = r.id AND l.account = 'trust'
      AND l.bank_account_id = ${bankAccountId}
    JOIN firms f ON f.id = r.firm_id
    LEFT JOIN (SELECT DISTINCT ON (firm_id, refund_id, step) * FROM trust_step_records
      WHERE firm_id = ${firmId} ORDER BY firm_id, refund_id, step, correction DESC) s
      ON s.firm_id = r.firm_id AND s.refund_id = r.id
    LEFT JOIN payments y ON y.firm_id = r.firm_id AND y.transaction_id = r.transaction_id
    LEFT JOIN matters m ON m.firm_id = r.firm_id AND m.id = r.matter_id
    LEFT JOIN clients c ON c.id = m.client_id
    LEFT JOIN principals q ON q.id = r.requested_by LEFT JOIN principals a ON a.id = r.approved_by
    WHERE r.firm_id = ${firmId} AND (r.requested_at AT TIME ZONE f.time_zone)::date <= ${endingOn}::date
      AND (r.closed_at IS NULL OR (r.closed_at AT TIME ZONE f.time_zone)::date >= ${periodStart}::date)
    GROUP BY r.firm_id, r.id, l.amount, c.name, y.payer_name, m.number, q.name, a.name
    ORDER BY r.closed_at IS NOT NULL, r.requested_at, r.id LIMIT ${MONTH_END_ROWS_MAX}`);
  return [...rows];
}

async function readLosses(
  tx: Db,
  { firmId, bankAccountId, periodStart, endingOn }: MonthEndRow,
): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT coalesce(o.taken_on, (o.known_at AT TIME ZONE f.time_zone)::date)::text AS "on", o.kind,
      o.transaction_id AS transaction, y.return_code AS code, o.trust_amount::float8 AS amount,
      o.debits AS "debitedFrom", o.status, (o.closed_at AT TIME ZONE f.time_zone)::date::text AS "closedOn"
    FROM losses o JOIN firms f ON f.id = o.firm_id
    JOIN payments y ON y.firm_id = o.firm_id AND y.transaction_id = o.transaction_id
    WHERE o.firm_id = ${firmId} AND o.trust_amount > 0
      AND EXISTS (SELECT FROM payment_items i WHERE i.firm_id = o.firm_id AND i.transaction_id = o.transaction_id
        AND i.bank_account_id = ${bankAccountId})
      AND (o.known_at AT TIME ZONE f.time_zone)::date <= ${endingOn}::date
      AND (o.closed_at IS NULL OR (o.closed_at AT TIME ZONE f.time_zone)::date >= ${periodStart}::date)
    ORDER BY o.known_at, o.id LIMIT ${MONTH_END_ROWS_MAX}`);
  return [...rows];
}

async function readPeople(tx: Db, { firmId }: MonthEndRow): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT name, role, created_at::date::text AS since FROM principals
    WHERE firm_id = ${firmId} AND kind = 'user' AND role IN ('admin', 'lawyer', 'owner') AND disabled_at IS NULL
    ORDER BY role, name, id LIMIT ${MONTH_END_ROWS_MAX}`);
  return [...rows];
}

/** What was written in the period to clients who have had money in this account. */
async function readAccountings(
  tx: Db,
  { firmId, bankAccountId, periodStart, endingOn }: MonthEndRow,
): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT c.name AS client, m.number AS matter, (n.sent_at AT TIME ZONE f.time_zone)::date::text AS "sentOn",
      a.recipient_email AS "to", a.balance_after::float8 AS balance, a.sha256
    FROM client_accountings a JOIN firms f ON f.id = a.firm_id
    JOIN matters m ON m.firm_id = a.firm_id AND m.id = a.matter_id
    JOIN clients c ON c.firm_id = m.firm_id AND c.id = m.client_id
    LEFT JOIN notifications n ON n.firm_id = a.firm_id AND n.event = 'client_accounting:' || a.id
    WHERE a.firm_id = ${firmId}
      AND (a.created_at AT TIME ZONE f.time_zone)::date BETWEEN ${periodStart}::date AND ${endingOn}::date
      AND EXISTS (SELECT FROM ledger_entries e WHERE e.firm_id = a.firm_id AND e.matter_id = a.matter_id
        AND e.bank_account_id = ${bankAccountId})
    ORDER BY a.created_at, a.id LIMIT ${MONTH_END_ROWS_MAX}`);
  return [...rows];
}

/** The files that prove the trust steps of the period. */
async function readEvidence(
  tx: Db,
  { firmId, bankAccountId, periodStart, endingOn }: MonthEndRow,
): Promise<Row[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT e.id AS evidence, e.media_type AS "mediaType", string_agg(DISTINCT s.refund_id, ' ') AS about,
      e.sha256, p.name AS "keptBy", ${utc(sql`e.kept_at`)} AS "keptAt"
    FROM trust_step_records s
    JOIN refund_legs l ON l.firm_id = s.firm_id AND l.refund_id = s.refund_id AND l.account = 'trust'
      AND l.bank_account_id = ${bankAccountId}
    JOIN evidence_files e ON e.firm_id = s.firm_id AND e.id = s.evidence_id
    JOIN principals p ON p.id = e.kept_by
    WHERE s.firm_id = ${firmId} AND s.date BETWEEN ${periodStart}::date AND ${endingOn}::date
    GROUP BY e.id, p.name ORDER BY e.id LIMIT ${MONTH_END_ROWS_MAX}`);
  return [...rows];
}

/** The first seal of the firm's timelines after the period: it was not known while the period could be changed. */
async function findSeal(tx: Db, { firmId, endingOn }: MonthEndRow): Promise<BinderRecords['seal']> {
  const [seal] = await tx.execute<{ sequence: number; day: string; hash: string }>(sql`
    SELECT sequence, day::text AS day, hash FROM audit_checkpoints
    WHERE firm_id = ${firmId} AND day > ${endingOn}::date ORDER BY sequence LIMIT 1`);
  return seal ?? null;
}

/** The sample of the quarter that ends with the period; null if none does. */
async function readReview(tx: Db, row: MonthEndRow): Promise<BinderRecords['review']> {
  const quarter = quarterEndingWith(row.endingOn);
  if (quarter === null) return null;
  const { seal, items, size } = await readSample(tx, row, quarter);
  const rows = items.map(({ postingId, answers, reviewedByName, reviewedAt, ...item }) => ({
    ...{ posting: postingId, date: item.date, what: item.what, amount: item.amount },
    ...{ client: item.client, matter: item.matterNumber },
    negativeBalance: yesOrNo(answers?.negativeBalance),
    reviewed: answers === null ? null : lookedAt(answers),
    disbursements: answers === null ? null : String(answers.disbursements),
    ...{ outstanding: yesOrNo(answers?.outstanding), improper: yesOrNo(answers?.improper) },
    ...{ explanation: answers?.explanation ?? null, reviewer: reviewedByName, reviewedAt },
  }));
  return { quarter: quarter.name, sealSequence: seal?.sequence ?? null, size, rows };
}

function yesOrNo(answer: boolean | undefined): string | null {
  if (answer === undefined) return null;
  return answer ? 'yes' : 'no';
}

function lookedAt({ sawStatement, sawLedger, sawChecks, sawOther }: ReviewAnswers): string {
  return [
    ...(sawStatement ? ['statement of costs and receipts'] : []),
    ...(sawLedger ? ['client ledger'] : []),
    ...(sawChecks ? ['canceled checks'] : []),
    ...(sawOther === null ? [] : [sawOther]),
  ].join(', ');
}

function utc(instant: ReturnType<typeof sql>) {
  return sql`to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}
