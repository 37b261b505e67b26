// The answer to a request with an Idempotency-Key, saved in the same transaction as what it answers: a retry gets it
// again.
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { purgedIfBefore } from '@makewhole/domain/retention';
import type { Db } from '../connect.ts';
import { idempotencyRecords } from '../schema/idempotency.ts';

/** An answer as sent to the caller: a retry with the same key gets these bytes again. */
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

/** The outcome of an earlier request with the key; key_reused: that request was a different one. */
export type EarlierAnswer =
  { readonly kind: 'replayed'; readonly answer: SavedAnswer } | { readonly kind: 'key_reused' };

/**
 * Claims the idempotency key for this transaction, or finds the saved answer. A concurrent duplicate waits here.
 * @returns null if the key was free
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

/** Saves the answer to a request that claimed its key in this transaction. */
export async function saveAnswer(tx: Db, key: IdempotencyKey, answer: SavedAnswer): Promise<void> {
  await tx.update(idempotencyRecords).set(answer).where(isRecordOf(key));
}

/**
 * Deletes saved answers after thirty days: after that, `already_refunded` still protects the payment (R4).
 * @returns how many were deleted, `limit` at most
 */
export async function forgetOldAnswers(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const before = purgedIfBefore('idempotency_records', now);
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
