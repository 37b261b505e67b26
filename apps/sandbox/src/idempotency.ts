// Idempotency keys as Stripe keeps them: once work began for a key, its first answer is saved, whatever it was, and
// repeated; an answer from before the work (bad input, 429) is not. A key expires after 24 hours.
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { refused, type Answer, type Refusal } from './refusals.ts';

export type KeyedRequest = {
  readonly account: string;
  readonly key: string;
  /** Method, path and body: what must be the same when the key comes again. */
  readonly fingerprint: string;
};

export type Claim =
  { readonly kind: 'claimed' } | { readonly kind: 'replay'; readonly answer: Answer } | Refusal;

export type Idempotency = {
  /** Claims the key for this request. The claimant saves an answer in the work's transaction, and releases the key. */
  readonly claim: (request: KeyedRequest) => Claim;
  readonly save: (request: KeyedRequest, answer: Answer) => void;
  readonly release: (request: KeyedRequest) => void;
  readonly knows: (request: KeyedRequest) => boolean;
  readonly forget: (request: KeyedRequest) => void;
};

const KEPT_MS = 24 * 60 * 60 * 1000;

const savedRow = z.object({
  fingerprint: z.string(),
  status: z.custom<Answer['status']>((value) => typeof value === 'number'),
  body: z.string(),
});

export function createIdempotency({
  database,
  clock,
}: {
  database: DatabaseSync;
  clock: Clock;
}): Idempotency {
  /** Keys whose work is running. Only in memory: after a crash no work is running. */
  const inProgress = new Set<string>();
  const inProgressKey = ({ account, key }: KeyedRequest) => JSON.stringify([account, key]);

  const find = ({ account, key }: KeyedRequest) => {
    database.prepare('DELETE FROM idempotency_keys WHERE created_at <= ?').run(clock.nowMs() - KEPT_MS);
    const row = database
      .prepare('SELECT fingerprint, status, body FROM idempotency_keys WHERE account = ? AND key = ?')
      .get(account, key);
    return savedRow.optional().parse(row);
  };

  return {
    claim: (request) => {
      if (inProgress.has(inProgressKey(request))) {
        return refused('idempotency_in_progress', 'A request with this Idempotency-Key is under way.');
      }
      const saved = find(request);
      if (saved === undefined) {
        inProgress.add(inProgressKey(request));
        return { kind: 'claimed' };
      }
      if (saved.fingerprint !== request.fingerprint) {
        return refused(
          'idempotency_key_reused',
          'This Idempotency-Key was first used with another request. Use the same parameters, or a new key.',
        );
      }
      return { kind: 'replay', answer: { status: saved.status, body: saved.body } };
    },
    save: ({ account, key, fingerprint }, { status, body }) => {
      database
        .prepare(
          `INSERT INTO idempotency_keys (account, key, fingerprint, status, body, created_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(account, key, fingerprint, status, body, clock.nowMs());
    },
    release: (request) => {
      inProgress.delete(inProgressKey(request));
    },
    knows: (request) => find(request) !== undefined,
    forget: ({ account, key }) => {
      database.prepare('DELETE FROM idempotency_keys WHERE account = ? AND key = ?').run(account, key);
    },
  };
}
