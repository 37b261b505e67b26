// The answer of a request with an Idempotency-Key, saved in the transaction of what it answers: a retry gets it again.
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { idempotencyRecords } from '../schema/idempotency.ts';

/** An answer as it went to the caller: a retry with the same key gets these bytes again. */
export type SavedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type IdempotencyKey = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  readonly route: string;
  readonly key: string;
};

/** What an earlier request with the key came to; key_reused: it asked for something else. */
export type EarlierAnswer =
  { readonly kind: 'replayed'; readonly answer: SavedAnswer } | { readonly kind: 'key_reused' };

/**
 * Takes the idempotency key for this transaction, or finds the answer that it got. A concurrent twin waits here.
 * @returns null where the key was free
 */
export async function claimKey(
  tx: Db,
  key: IdempotencyKey,
  requestHash: string,
): Promise<EarlierAnswer | null> {
  const claimed = await tx
    .insert(idempotencyRecords)
    .values({ ...key, requestHash, status: 0, headers: {}, body: '' })
    .onConflictDoNothing()
    .returning({ key: idempotencyRecords.key });
  if (claimed.length === 1) return null;
  const [saved] = await tx.select().from(idempotencyRecords).where(isRecordOf(key));
  if (saved === undefined) throw new Error(`The idempotency record of a ${key.route} vanished`);
  if (saved.requestHash !== requestHash) return { kind: 'key_reused' };
  return {
    kind: 'replayed',
    answer: { status: saved.status, headers: saved.headers, body: saved.body },
  };
}

/** Saves the answer of a request that claimed its key in this transaction. */
export async function saveAnswer(tx: Db, key: IdempotencyKey, answer: SavedAnswer): Promise<void> {
  await tx.update(idempotencyRecords).set(answer).where(isRecordOf(key));
}

const KEPT_DAYS = 30;

/**
 * Forgets saved answers after thirty days: later, `already_refunded` still protects the payment (R4).
 * @returns how many were forgotten, `limit` at most
 */
export async function forgetOldAnswers(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const old = db
    .select({ place: sql`ctid` })
    .from(idempotencyRecords)
    .where(lt(idempotencyRecords.createdAt, before))
    .limit(limit);
  const forgotten = await db
    .delete(idempotencyRecords)
    .where(inArray(sql`ctid`, old))
    .returning({ key: idempotencyRecords.key });
  return forgotten.length;
}

function isRecordOf({ firmId, principalId, route, key }: IdempotencyKey) {
  return and(
    eq(idempotencyRecords.firmId, firmId),
    eq(idempotencyRecords.principalId, principalId),
    eq(idempotencyRecords.route, route),
    eq(idempotencyRecords.key, key),
  );
}
