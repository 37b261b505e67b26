// The transactions of a quarter that a lawyer reviews (binder section 11). The first seal after the quarter draws them from
// what was in the books when it was made: nobody chooses them, and anybody can draw them again.
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { BankDate, Instant } from '@makewhole/domain/bank-calendar';
import type { PrincipalId } from '@makewhole/domain/ids';
import { nameOfStep } from '@makewhole/domain/month-ends/binder-lists';
import {
  SAMPLE_SIZE_DEFAULT,
  needsExplanation,
  type Quarter,
  type ReviewAnswers,
} from '@makewhole/domain/month-ends/transaction-review';
import { money, type Money } from '@makewhole/domain/money';
import { findProfile } from '@makewhole/domain/state-profiles/all';
import { findBankAccount } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import { newId } from '../new-id.ts';
import { transactionReviews } from '../schema/transaction-reviews.ts';
import { findConfirmation } from '../state-profiles/confirmations.ts';
import type { AccountKey } from './cleared-postings.ts';

export type SampledTransaction = {
  readonly postingId: string;
  readonly date: BankDate;
  readonly what: string;
  /** Positive for money in. */
  readonly amount: Money;
  readonly client: string | null;
  readonly matterNumber: string | null;
  /** Null while nobody has reviewed it. */
  readonly answers: ReviewAnswers | null;
  readonly reviewedBy: PrincipalId | null;
  readonly reviewedByName: string | null;
  readonly reviewedAt: Instant | null;
};

type Seal = { readonly sequence: number; readonly day: BankDate; readonly hash: string };

export type TransactionSample = {
  readonly quarter: Quarter;
  /** The seal that drew it; null while there is none after the quarter. */
  readonly seal: Seal | null;
  /** How many the state asks for: fewer are drawn if the quarter has fewer. */
  readonly size: number;
  readonly items: readonly SampledTransaction[];
};

/** The sample of a trust account's quarter; empty until the quarter is over and sealed. */
export async function readSample(tx: Db, account: AccountKey, quarter: Quarter): Promise<TransactionSample> {
  const { firmId, bankAccountId: id } = account;
  const known = await findBankAccount(tx, { firmId, id });
  const state = known?.state ?? (await findConfirmation(tx, account))?.state ?? null;
  const size = findProfile(state)?.values.sampleSize?.value ?? SAMPLE_SIZE_DEFAULT;
  const [seal] = await tx.execute<Seal & { readonly sealedAt: string }>(sql`
    SELECT sequence, day::text AS day, hash, sealed_at::text AS "sealedAt" FROM audit_checkpoints
    WHERE firm_id = ${firmId} AND day > ${quarter.to}::date ORDER BY sequence LIMIT 1`);
  if (seal === undefined) return { quarter, seal: null, size, items: [] };
  const { sealedAt, ...drawnBy } = seal;
  const items = await draw(tx, account, quarter, { ...drawnBy, sealedAt, size });
  return { quarter, seal: drawnBy, size, items };
}

type Row = Omit<SampledTransaction, 'amount' | 'what'> & { readonly amount: string; readonly step: string };

async function draw(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  quarter: Quarter,
  { hash, sealedAt, size }: { readonly hash: string; readonly sealedAt: string; readonly size: number },
): Promise<SampledTransaction[]> {
  const rows = await tx.execute<Row>(sql`
    WITH moved AS (
      SELECT p.id, p.step, ${EFFECTIVE_DAY_OF}::text AS date, sum(e.amount) AS amount,
        encode(sha256(convert_to(${hash}::text || ':' || p.id, 'UTF8')), 'hex') AS place
      FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
      WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account = 'trust_bank'
        AND ${EFFECTIVE_DAY_OF} BETWEEN ${quarter.from}::date AND ${quarter.to}::date
        AND p.at <= ${sealedAt}::timestamptz
      GROUP BY p.id, f.time_zone HAVING sum(e.amount) <> 0 ORDER BY place LIMIT ${size})
    SELECT d.id AS "postingId", d.step, d.date, d.amount, c.name AS client, m.number AS "matterNumber", r.answers,
      r.reviewed_by AS "reviewedBy", w.name AS "reviewedByName",
      to_char(r.reviewed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "reviewedAt"
    FROM moved d
    LEFT JOIN LATERAL (SELECT matter_id FROM ledger_entries WHERE posting_id = d.id AND matter_id IS NOT NULL
      ORDER BY line LIMIT 1) e ON true
    LEFT JOIN matters m ON m.firm_id = ${firmId} AND m.id = e.matter_id
    LEFT JOIN clients c ON c.firm_id = m.firm_id AND c.id = m.client_id
    LEFT JOIN LATERAL (SELECT * FROM transaction_reviews WHERE firm_id = ${firmId}
      AND bank_account_id = ${bankAccountId} AND quarter = ${quarter.name} AND posting_id = d.id
      ORDER BY id DESC LIMIT 1) r ON true
    LEFT JOIN principals w ON w.id = r.reviewed_by
    ORDER BY d.place`);
  return rows.map(({ amount, step, ...row }) => ({
    ...row,
    what: nameOfStep(step),
    amount: money(Number(amount)),
  }));
}

export type Reviewed = { readonly kind: 'reviewed' | 'not_in_sample' | 'explanation_needed' };

/** Records a lawyer's answers about a transaction of the sample. The same answers of the same person change nothing. */
export function reviewTransaction(
  db: Db,
  account: AccountKey,
  { quarter, postingId, answers }: Reviewing,
  by: ChangedBy,
): Promise<Reviewed> {
  return db.transaction(async (tx) => {
    await lockFirm(tx, account.firmId);
    const { items } = await readSample(tx, account, quarter);
    const item = items.find((one) => one.postingId === postingId);
    if (item === undefined) return { kind: 'not_in_sample' };
    if (needsExplanation(answers) && answers.explanation === null) return { kind: 'explanation_needed' };
    const isSame = item.reviewedBy === by.principalId && isDeepStrictEqual(item.answers, answers);
    if (isSame) return { kind: 'reviewed' };
    await tx.insert(transactionReviews).values({
      ...{ ...account, quarter: quarter.name, postingId, answers },
      ...{ id: newId<string>('tr'), reviewedBy: by.principalId, reviewedAt: by.at },
    });
    // The words are in the table: what is in the chain stays for ever.
    const { explanation: _explanation, sawOther: _other, ...facts } = answers;
    const { bankAccountId } = account;
    await appendFirmEvent(tx, by, {
      type: 'bank_account.transaction_reviewed',
      data: { bankAccountId, quarter: quarter.name, postingId, ...facts },
    });
    return { kind: 'reviewed' };
  });
}

type Reviewing = {
  readonly quarter: Quarter;
  readonly postingId: string;
  readonly answers: ReviewAnswers;
};
