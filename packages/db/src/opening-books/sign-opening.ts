// A lawyer signs an opening schedule, and only then its balances are posted, once (ADR 54). The books of the account
// begin there: nothing takes effect on an earlier day any more (BK8).
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { addCalendarDays } from '@makewhole/domain/bank-calendar';
import {
  asId,
  type MatterId,
  type PrincipalId,
  type TransactionId,
  type TrustTransactionId,
} from '@makewhole/domain/ids';
import { itemEffect, openingEntries, type OpeningLedger } from '@makewhole/domain/opening-books';
import { money } from '@makewhole/domain/money';
import type { LedgerEntry } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { clearUnambiguous } from '../month-ends/clear-line.ts';
import { newId } from '../new-id.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { trustAccountBalances, trustBalances } from '../schema/matters.ts';
import { openingSchedules, type OpeningSchedule } from '../schema/opening-schedules.ts';
import { trustTransactions } from '../schema/trust-transactions.ts';
import { followShortage } from '../trust/shortage.ts';
import { followFirmLedger } from '../trust/trust-ledgers.ts';
import { contentOf, readOpening, type OpeningView } from './read-opening.ts';
import { findLockedUntil } from '../ledger/account-opening.ts';
import { endOpeningTask } from './opening-task.ts';
import { freeCrossingMatches } from './free-crossing-matches.ts';

export type OpeningSigner = {
  readonly actor: PrincipalId;
  readonly at: Date;
  /** Whether the firm keeps apart who prepares and who signs (T10). */
  readonly separateDuties: boolean;
};

/**
 * missing: the books have money of these matters on that day, and the schedule does not name them. held: refunds hold
 * more of these matters' money than the schedule leaves. transfer_crosses: the bank shows a transfer of a refund after
 * the cut-over that the books have before it.
 */
export type OpeningSigned =
  | { readonly kind: 'signed'; readonly opening: OpeningView }
  | { readonly kind: 'not_found' | 'changed' | 'ended' | 'locked' | 'own_schedule' | 'transfer_crosses' }
  | { readonly kind: 'missing' | 'held'; readonly externalIds: readonly string[] };

type Signature = { readonly hash: string; readonly barNumber: string; readonly barState: string | null };

/** Posts what was signed, once. The same person's signature again changes nothing. */
export async function signOpening(
  db: Db,
  schedule: Pick<OpeningSchedule, 'firmId' | 'id'>,
  signature: Signature,
  by: OpeningSigner,
): Promise<OpeningSigned> {
  try {
    return await db.transaction((tx) => sign(tx, schedule, signature, by));
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Aborts what was posted with a refusal. */
class Refused extends Error {
  readonly refusal: OpeningSigned;
  constructor(refusal: OpeningSigned) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

async function sign(
  tx: Db,
  { firmId, id }: Pick<OpeningSchedule, 'firmId' | 'id'>,
  { hash, barNumber, barState }: Signature,
  { actor, at, separateDuties }: OpeningSigner,
): Promise<OpeningSigned> {
  const row = await lockOpening(tx, { firmId, id });
  if (row === null) return { kind: 'not_found' };
  const opening = await readOpening(tx, row);
  if (row.status === 'signed' && row.signedBy === actor) return { kind: 'signed', opening };
  if (row.status !== 'open') return { kind: 'ended' };
  if (opening.hash !== hash) return { kind: 'changed' };
  if (separateDuties && row.createdBy === actor) return { kind: 'own_schedule' };
  if (opening.missing.length > 0) {
    return { kind: 'missing', externalIds: opening.missing.map(({ externalId }) => externalId) };
  }
  const until = await findLockedUntil(tx, row);
  if (until !== null && until >= row.cutOverOn) return { kind: 'locked' };
  await post(tx, opening, at);
  const held = await findHeld(tx, opening);
  if (held.length > 0) throw new Refused({ kind: 'held', externalIds: held });
  await keepUnidentified(tx, opening, { actor, at });
  if (!(await freeCrossingMatches(tx, row, { actor, at }))) throw new Refused({ kind: 'transfer_crosses' });
  const content = contentOf(opening);
  const [signed] = await tx
    .update(openingSchedules)
    .set({ status: 'signed', signedBy: actor, signedAt: at, barNumber, barState, content, contentHash: hash })
    .where(and(eq(openingSchedules.firmId, firmId), eq(openingSchedules.id, id)))
    .returning();
  if (signed === undefined) throw new Error(`The opening schedule ${id} vanished`);
  await followShortages(tx, opening, at);
  await endOpeningTask(tx, id, 'done', { firmId, principalId: actor, at });
  const { bankAccountId, cutOverOn, statementBalance } = signed;
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    {
      type: 'opening_schedule.signed',
      data: { scheduleId: id, bankAccountId, cutOverOn, statementBalance, contentHash: hash, barNumber },
    },
  );
  const after = { from: addCalendarDays(cutOverOn, 1), to: addCalendarDays(cutOverOn, MATCHED_WITHIN_DAYS) };
  await clearUnambiguous(tx, signed, after, at);
  return { kind: 'signed', opening: { ...opening, schedule: signed } };
}

/** For how long after the cut-over what was outstanding is matched at once; later by its statement. */
const MATCHED_WITHIN_DAYS = 62;

/**
 * Locks the schedule, the money of its matters and the account. Whoever posts to the account holds a share of its row, so
 * that nothing is posted between what is read and what is signed.
 */
async function lockOpening(
  tx: Db,
  { firmId, id }: Pick<OpeningSchedule, 'firmId' | 'id'>,
): Promise<OpeningSchedule | null> {
  const [row] = await tx
    .select()
    .from(openingSchedules)
    .where(and(eq(openingSchedules.firmId, firmId), eq(openingSchedules.id, id)))
    .for('update');
  if (row === undefined) return null;
  const named = sql`(SELECT o.matter_id FROM opening_balances o WHERE o.firm_id = ${firmId} AND o.schedule_id = ${id})`;
  await tx
    .select({ matterId: trustBalances.matterId })
    .from(trustBalances)
    .where(and(eq(trustBalances.firmId, firmId), sql`${trustBalances.matterId} IN ${named}`))
    .orderBy(asc(trustBalances.matterId))
    .for('update');
  await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, firmId), eq(bankAccounts.id, row.bankAccountId)))
    .for('update');
  return row;
}

/** One posting with an entry for each ledger, and one for each outstanding item. */
async function post(tx: Db, { schedule, ledgers, items }: OpeningView, at: Date): Promise<void> {
  const { firmId, id, bankAccountId, cutOverOn: effectiveOn } = schedule;
  const subject = { firmId, at, effectiveOn, bankAccounts: { trust: bankAccountId } };
  const moved = ledgers.filter(({ toPost }) => toPost !== 0);
  const entries = inOneLine(moved.flatMap((one) => openingEntries(ledgerOf(one), one.toPost)));
  if (moved.length > 0) {
    const key = { step: 'opening_balance', leg: 'trust', allocationId: null } as const;
    await insertPosting(tx, { ...subject, causeId: id }, key, entries);
  }
  for (const item of items) {
    const key = { step: 'opening_outstanding', leg: 'trust', allocationId: null } as const;
    const effect = openingEntries(ledgerOf(item), itemEffect(item));
    await insertPosting(tx, { ...subject, causeId: item.id }, key, effect);
  }
  await tx.execute(sql`
    INSERT INTO trust_balances AS t (firm_id, matter_id, balance)
    SELECT e.firm_id, e.matter_id, -sum(e.amount)
    FROM postings p JOIN ledger_entries e ON e.posting_id = p.id
    WHERE p.firm_id = ${firmId} AND e.matter_id IS NOT NULL AND p.step IN ('opening_balance', 'opening_outstanding')
      AND (p.cause_id = ${id} OR p.cause_id IN
        (SELECT i.id FROM opening_items i WHERE i.firm_id = ${firmId} AND i.schedule_id = ${id}))
    GROUP BY 1, 2 ORDER BY 2
    ON CONFLICT (firm_id, matter_id) DO UPDATE SET balance = t.balance + EXCLUDED.balance`);
}

function ledgerOf({
  matterId,
  ledger,
}: Pick<OpeningView['items'][number], 'matterId' | 'ledger'>): OpeningLedger {
  if (matterId !== null) return { matterId, ledger: null };
  if (ledger === null) throw new Error('Money of an opening is of a matter or of another ledger');
  return { matterId: null, ledger };
}

/** The account's journal has one line for all of them. */
function inOneLine(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const total = entries
    .filter(({ account }) => account === 'trust_bank')
    .reduce((sum, { amount }) => sum + amount, 0);
  const owed = entries.filter(({ account }) => account !== 'trust_bank');
  return total === 0 ? owed : [{ account: 'trust_bank', matterId: null, amount: money(total) }, ...owed];
}

/** The matters whose money the schedule lowers below what refunds hold of it. */
async function findHeld(tx: Db, { schedule, ledgers }: OpeningView): Promise<string[]> {
  const lowered = new Map(
    ledgers.flatMap(({ matterId, externalId, balance, booked }) =>
      matterId !== null && externalId !== null && balance < booked ? [[matterId, externalId] as const] : [],
    ),
  );
  if (lowered.size === 0) return [];
  const rows = await tx
    .select({ matterId: trustAccountBalances.matterId })
    .from(trustAccountBalances)
    .where(
      and(
        eq(trustAccountBalances.firmId, schedule.firmId),
        eq(trustAccountBalances.bankAccountId, schedule.bankAccountId),
        inArray(trustAccountBalances.matterId, [...lowered.keys()]),
        sql`${trustAccountBalances.held} > 0 AND ${trustAccountBalances.held} > ${trustAccountBalances.balance}`,
      ),
    );
  return rows.map(({ matterId }) => lowered.get(matterId) ?? matterId);
}

/** Money whose client is not known is a deposit that can be identified or returned (ADR 34); payments keep their own. */
async function keepUnidentified(
  tx: Db,
  { schedule, ledgers }: OpeningView,
  { actor: recordedBy, at: recordedAt }: Pick<OpeningSigner, 'actor' | 'at'>,
): Promise<void> {
  const unidentified = ledgers.find(({ ledger }) => ledger === 'unidentified');
  const amount = money((unidentified?.balance ?? 0) - (unidentified?.booked ?? 0));
  if (amount <= 0) return;
  const { firmId, id, bankAccountId, cutOverOn: date } = schedule;
  await tx.insert(trustTransactions).values({
    ...{
      id: newId<TrustTransactionId>('tt'),
      firmId,
      bankAccountId,
      type: 'unidentified_deposit',
      amount,
      date,
    },
    ...{ reference: `Opening schedule ${id}`, recordedBy, recordedAt },
  });
}

/** Opens or ends the tasks about ledgers that are short now, or were. */
async function followShortages(tx: Db, { schedule, ledgers }: OpeningView, at: Date): Promise<void> {
  const { firmId, id } = schedule;
  const because = { transactionId: asId<TransactionId>(id), at };
  const short = await findShort(
    tx,
    schedule,
    ledgers.flatMap(({ matterId }) => (matterId === null ? [] : [matterId])),
  );
  for (const matterId of short) await followShortage(tx, { firmId, matterId }, because);
  await followFirmLedger(tx, schedule, because);
}

async function findShort(
  tx: Db,
  { firmId, bankAccountId }: OpeningSchedule,
  matterIds: readonly MatterId[],
): Promise<MatterId[]> {
  if (matterIds.length === 0) return [];
  const asked = sql`EXISTS (SELECT FROM obligations o WHERE o.firm_id = ${firmId} AND o.kind = 'trust_replenish'
    AND o.subject = ${trustAccountBalances.matterId} AND o.status = 'open')`;
  const rows = await tx
    .select({ matterId: trustAccountBalances.matterId })
    .from(trustAccountBalances)
    .where(
      and(
        eq(trustAccountBalances.firmId, firmId),
        eq(trustAccountBalances.bankAccountId, bankAccountId),
        inArray(trustAccountBalances.matterId, [...matterIds]),
        sql`(${trustAccountBalances.balance} < 0 OR ${asked})`,
      ),
    );
  return rows.map(({ matterId }) => matterId);
}
