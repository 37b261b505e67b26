// What lines of the bank are in the books: the end of a refund's transfer or of a replenishment, postings, a mistake of
// the bank or its correction, or a part of the opening balances.
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type {
  BankAccountId,
  BankLineId,
  FirmId,
  ObligationId,
  OpeningScheduleId,
  PayoutId,
  RefundId,
  TransactionId,
} from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { bankCorrections, bankMatches } from '../schema/bank.ts';
import { openingSchedules } from '../schema/opening-schedules.ts';
import { refunds } from '../schema/refunds.ts';

export type LineMatch =
  | {
      readonly kind: 'refund_transfer';
      readonly refundId: RefundId;
      readonly transactionId: TransactionId;
      /** The transfer's other line. */
      readonly lineId: BankLineId;
    }
  | { readonly kind: 'postings'; readonly postings: readonly MatchedPosting[]; readonly count: number }
  | {
      readonly kind: 'bank_mistake' | 'bank_correction';
      /** The line with which it cancels out. */
      readonly lineId: BankLineId;
      readonly reason: string;
    }
  | {
      readonly kind: 'replenishment';
      readonly obligationId: ObligationId;
      readonly transactionId: TransactionId;
      readonly lineId: BankLineId;
    }
  /** It is contained in the balances with which the account's books begin. */
  | {
      readonly kind: 'opening';
      readonly openingScheduleId: OpeningScheduleId;
      readonly cutOverOn: BankDate;
    };

export type MatchedPosting = {
  readonly id: string;
  readonly step: string;
  readonly refundId: RefundId | null;
  readonly transactionId: TransactionId | null;
  readonly payoutId: PayoutId | null;
};

type Line = {
  readonly id: BankLineId;
  readonly bankAccountId: BankAccountId;
  readonly date: BankDate;
  readonly setAsideAt: Date | null;
};
type Matches = readonly (readonly [BankLineId, LineMatch])[];

/** A payout is hundreds of postings: so many are named, the first ones. */
const POSTINGS_NAMED_MAX = 25;

/** What each line is; one that is nothing yet, or was set aside, is not in the map. */
export async function findLineMatches(
  db: Db,
  { firmId }: { readonly firmId: FirmId },
  lines: readonly Line[],
): Promise<ReadonlyMap<BankLineId, LineMatch>> {
  const standing = lines.filter(({ setAsideAt }) => setAsideAt === null);
  if (standing.length === 0) return new Map();
  const ids = standing.map(({ id }) => id);
  // What a person said goes before what the opening contains.
  return new Map([
    ...(await findOpenings(db, firmId, standing)),
    ...(await findPostings(db, firmId, ids)),
    ...(await findReplenishments(db, firmId, ids)),
    ...(await findCorrections(db, firmId, ids)),
    ...(await findTransfers(db, firmId, ids)),
  ]);
}

async function findTransfers(db: Db, firmId: FirmId, ids: readonly BankLineId[]): Promise<Matches> {
  const { refundId, trustLineId, operatingLineId, undoneAt } = bankMatches;
  const rows = await db
    .select({ refundId, trustLineId, operatingLineId, transactionId: refunds.transactionId })
    .from(bankMatches)
    .innerJoin(refunds, and(eq(refunds.firmId, bankMatches.firmId), eq(refunds.id, refundId)))
    .where(
      and(
        eq(bankMatches.firmId, firmId),
        isNull(undoneAt),
        or(inArray(trustLineId, [...ids]), inArray(operatingLineId, [...ids])),
      ),
    );
  return rows.flatMap((row) => {
    const { trustLineId: out, operatingLineId: into, ...refund } = row;
    const match = { kind: 'refund_transfer', ...refund } as const;
    return [[out, { ...match, lineId: into }] as const, [into, { ...match, lineId: out }] as const];
  });
}

async function findCorrections(db: Db, firmId: FirmId, ids: readonly BankLineId[]): Promise<Matches> {
  const { mistakeLineId, correctionLineId, reason, undoneAt } = bankCorrections;
  const rows = await db
    .select({ mistakeLineId, correctionLineId, reason })
    .from(bankCorrections)
    .where(
      and(
        eq(bankCorrections.firmId, firmId),
        isNull(undoneAt),
        or(inArray(mistakeLineId, [...ids]), inArray(correctionLineId, [...ids])),
      ),
    );
  return rows.flatMap(({ mistakeLineId: mistake, correctionLineId: correction, reason: why }) => [
    [mistake, { kind: 'bank_mistake', lineId: correction, reason: why }] as const,
    [correction, { kind: 'bank_correction', lineId: mistake, reason: why }] as const,
  ]);
}

type Replenished = {
  readonly obligationId: ObligationId;
  readonly transactionId: TransactionId;
  readonly trustLineId: BankLineId;
  readonly operatingLineId: BankLineId;
};

async function findReplenishments(db: Db, firmId: FirmId, ids: readonly BankLineId[]): Promise<Matches> {
  const any = sql`ANY(${sql.param(ids)}::text[])`;
  const rows = await db.execute<Replenished>(sql`
    SELECT o.id AS "obligationId", o.transaction_id AS "transactionId", o.answer ->> 'trustLineId' AS "trustLineId",
      o.answer ->> 'operatingLineId' AS "operatingLineId"
    FROM obligations o WHERE o.firm_id = ${firmId} AND o.kind = 'trust_replenish' AND o.status = 'done'
      AND (o.answer ->> 'trustLineId' = ${any} OR o.answer ->> 'operatingLineId' = ${any})`);
  return rows.flatMap(({ trustLineId, operatingLineId, ...task }) => [
    [trustLineId, { kind: 'replenishment', ...task, lineId: operatingLineId }] as const,
    [operatingLineId, { kind: 'replenishment', ...task, lineId: trustLineId }] as const,
  ]);
}

async function findPostings(db: Db, firmId: FirmId, ids: readonly BankLineId[]): Promise<Matches> {
  const rows = await db.execute<MatchedPosting & { readonly lineId: BankLineId; readonly count: number }>(sql`
    SELECT * FROM (
      SELECT c.line_id AS "lineId", p.id, p.step, p.refund_id AS "refundId",
        coalesce(p.transaction_id, r.transaction_id) AS "transactionId", coalesce(o.id, i.payout_id) AS "payoutId",
        count(*) OVER (PARTITION BY c.line_id)::int AS count,
        row_number() OVER (PARTITION BY c.line_id ORDER BY p.id) AS nth
      FROM bank_clearings c JOIN postings p ON p.id = c.posting_id
      LEFT JOIN refunds r ON r.firm_id = p.firm_id AND r.id = p.refund_id
      LEFT JOIN payouts o ON o.firm_id = p.firm_id AND o.id = p.cause_id AND p.step = 'payout'
      LEFT JOIN payout_postings i ON i.posting_id = p.id
      WHERE c.firm_id = ${firmId} AND c.line_id = ANY(${sql.param(ids)}::text[]) AND c.undone_at IS NULL
    ) AS said WHERE nth <= ${POSTINGS_NAMED_MAX} ORDER BY "lineId", nth`);
  return [...Map.groupBy(rows, ({ lineId }) => lineId)].map(([lineId, ofLine]) => {
    const postings = ofLine.map(({ id, step, refundId, transactionId, payoutId }) => ({
      ...{ id, step, refundId, transactionId, payoutId },
    }));
    return [lineId, { kind: 'postings', postings, count: ofLine[0]?.count ?? postings.length }] as const;
  });
}

async function findOpenings(db: Db, firmId: FirmId, lines: readonly Line[]): Promise<Matches> {
  const { id, bankAccountId, cutOverOn, status } = openingSchedules;
  const signed = await db
    .select({ id, bankAccountId, cutOverOn })
    .from(openingSchedules)
    .where(and(eq(openingSchedules.firmId, firmId), eq(status, 'signed')))
    .orderBy(asc(id));
  return lines.flatMap((line) => {
    const opening = signed.find((one) => one.bankAccountId === line.bankAccountId);
    if (opening === undefined || line.date > opening.cutOverOn) return [];
    return [
      [line.id, { kind: 'opening', openingScheduleId: opening.id, cutOverOn: opening.cutOverOn }] as const,
    ];
  });
}
