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

/** A key, and what is asked for with it. */
export type Idempotency = {
  readonly route: string;
  readonly key: string;
  /** Of the request as it was parsed. Two requests are the same if their hashes are. */
  readonly requestHash: string;
  /** Of the bytes of its body: by these, requests were known before. Such records are kept as long as others. */
  readonly bytesHash?: string;
};

/** Requests that race under one key may free it again and again. */
const CLAIM_TRIES_MAX = 20;

type Fingerprint = Pick<Idempotency, 'requestHash' | 'bytesHash'>;

/** The outcome of an earlier request with the key; key_reused: that request was a different one. */
export type EarlierAnswer =
  | { readonly kind: 'replayed'; readonly answer: SavedAnswer }
  | { readonly kind: 'key_reused'; readonly answer: SavedAnswer };

/**
 * Claims the idempotency key for this transaction, or finds the saved answer. A concurrent duplicate waits here.
 * @returns null if the key was free
 */
export async function claimKey(
  tx: Db,
  key: IdempotencyKey,
  { requestHash, bytesHash }: Fingerprint,
): Promise<EarlierAnswer | null> {
  for (let triesLeft = CLAIM_TRIES_MAX; triesLeft > 0; triesLeft -= 1) {
    const claimed = await tx
      .insert(idempotencyRecords)
      .values({ ...key, requestHash, status: 0, headers: {}, body: '' })
      .onConflictDoNothing()
      .returning({ key: idempotencyRecords.key });
    if (claimed.length === 1) return null;
    const [saved] = await tx.select().from(idempotencyRecords).where(isRecordOf(key));
    // Whoever had claimed it has just freed it.
    if (saved === undefined) continue;
    const isSame = saved.requestHash === requestHash || saved.requestHash === bytesHash;
    const { status, headers, body } = saved;
    return { kind: isSame ? 'replayed' : 'key_reused', answer: { status, headers, body } };
  }
  throw new Error(`The idempotency record of a ${key.route} keeps vanishing`);
}

/** The outcome of an earlier request with the key; unanswered: it is under way, or its process ended before its end. */
export type EarlierOutcome = EarlierAnswer | { readonly kind: 'unanswered'; readonly since: Date };

/**
 * Claims the idempotency key for work that is not one transaction, or finds the outcome of an earlier request. End it
 * with saveAnswer or dropClaim.
 * @returns null if the key was free
 */
export async function beginAnswer(
  db: Db,
  key: IdempotencyKey,
  hashes: Fingerprint,
): Promise<EarlierOutcome | null> {
  const earlier = await claimKey(db, key, hashes);
  if (earlier === null || earlier.kind === 'key_reused' || earlier.answer.status !== 0) return earlier;
  const [claim] = await db
    .select({ since: idempotencyRecords.createdAt })
    .from(idempotencyRecords)
    .where(isRecordOf(key));
  return { kind: 'unanswered', since: claim?.since ?? new Date() };
}

/** Frees a key whose request was refused: it did nothing. */
export async function dropClaim(db: Db, key: IdempotencyKey): Promise<void> {
  await db.delete(idempotencyRecords).where(and(isRecordOf(key), eq(idempotencyRecords.status, 0)));
}

/** Saves the answer to a request that claimed its key. */
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
