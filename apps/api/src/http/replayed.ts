import type { EarlierAnswer, SavedAnswer } from '@makewhole/db/idempotency/saved-answers';
import type { Refusal } from './problems.ts';

/** The answer that the same request got before, marked as such: what it says was true then. */
export function replayed(answer: SavedAnswer): SavedAnswer {
  return { ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } };
}

/** @param what the key is for, for a person: a refund, a record */
export function keyReused({ answer }: EarlierAnswer, what: string): Refusal {
  const refundId = /^\/v1\/refunds\/([^/]+)$/.exec(answer.headers['location'] ?? '')?.[1];
  return {
    code: 'idempotency_key_reused',
    detail: `This Idempotency-Key was used with a different body. Use a new key for a new ${what}, or send exactly what you sent before.`,
    ...(refundId !== undefined && { extensions: { refundId } }),
  };
}
