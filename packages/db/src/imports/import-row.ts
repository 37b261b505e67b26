// What every import of the firm's own data has in common: one at a time for each firm, the newest statement wins, and the
// same statement again changes nothing.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvents, type ChangedBy, type NewFirmEvent } from '../events/append-firm-event.ts';

/** What the caller expects to replace: an ETag, '*' for anything that is there; null for whatever there is. */
export type IfMatch = string | null;

export type Written = { readonly kind: 'created' | 'updated' | 'unchanged'; readonly etag: string };

/**
 * stale: we have a newer statement, of `asOf`. changed_meanwhile: If-Match names another version than the one that is
 * there; null if nothing is.
 */
export type NotReplaced =
  | { readonly kind: 'stale'; readonly asOf: Date }
  | { readonly kind: 'changed_meanwhile'; readonly etag: string | null };

type Standing<Content> = { readonly content: Content; readonly asOf: Date | null } | null;

/** Whether and how a statement replaces what is there. */
export function judgeStatement<Content extends object>(
  standing: Standing<Content>,
  wanted: { readonly content: Content; readonly asOf: Date; readonly ifMatch: IfMatch },
): Written | NotReplaced {
  const current = standing === null ? null : etagOf(standing.content);
  const { ifMatch, asOf, content } = wanted;
  if (ifMatch !== null && (current === null || (ifMatch !== '*' && ifMatch !== current))) {
    return { kind: 'changed_meanwhile', etag: current };
  }
  if (standing !== null && standing.asOf !== null && asOf < standing.asOf) {
    return { kind: 'stale', asOf: standing.asOf };
  }
  const etag = etagOf(content);
  if (current === null) return { kind: 'created', etag };
  return { kind: etag === current ? 'unchanged' : 'updated', etag };
}

/** The version of a row's content, as HTTP has it. */
export function etagOf(content: object): string {
  const hash = createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
  return `"${hash.slice(0, 32)}"`;
}

/** A transaction that brings data in. `record` says what to append to the firm's timeline at its end. */
export type Importing = {
  readonly tx: Db;
  readonly by: ChangedBy;
  readonly record: (event: NewFirmEvent) => void;
};

/**
 * Brings data in, in one transaction. A firm's imports take turns, so that two of them neither add one row twice nor link
 * payments crosswise. Its timeline is locked last, and only once however many rows there are.
 */
export function importInTurn<Answer>(
  db: Db,
  by: ChangedBy,
  work: (importing: Importing) => Promise<Answer>,
): Promise<Answer> {
  return db.transaction(async (tx) => {
    await lockImports(tx, by.firmId);
    const events: NewFirmEvent[] = [];
    const answer = await work({ tx, by, record: (event) => events.push(event) });
    await appendFirmEvents(tx, by, events);
    return answer;
  });
}

async function lockImports(tx: Db, firmId: FirmId): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`makewhole import ${firmId}`}, 0))`);
}
