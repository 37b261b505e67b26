// Pages of a list, each started at an opaque cursor: the sort key and the ID of the last row shown, as base64url.
import { TRANSACTION_ID_LENGTH_MAX } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';

export type Page<Item> = {
  readonly data: readonly Item[];
  /** Where the next page starts; null on the last one. Opaque to callers. */
  readonly nextCursor: string | null;
};

/** An opaque place in a list: base64url of the sort keys of the last row shown. */
export function writeCursor(keys: readonly [string, string]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys of a cursor, or undefined where the text is none of ours. */
export function readCursor(cursor: string): readonly [Date, string] | undefined {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(keys) || keys.length !== 2) return undefined;
    const [at, id] = keys.map(String);
    const date = new Date(at ?? '');
    return Number.isNaN(date.getTime()) || id === undefined ? undefined : [date, id];
  } catch {
    return undefined;
  }
}

/** Lists are counted up to here: this number means "that many or more", so that a count costs the same at a million. */
export const COUNTED_MAX = 10_000;

/** What is searched for is counted up to here: each is found by itself, and looked at. */
export const FOUND_MAX = 1_000;

/** Where the counting of a list stops. */
export function countedMax({ q }: { readonly q?: string | undefined }): number {
  return q === undefined || q.trim() === '' ? COUNTED_MAX : FOUND_MAX;
}

/** What a list is sorted by: an instant in RFC 3339, minor units, or a text. */
export type KeyKind = 'instant' | 'amount' | 'text';

/** The last row shown. */
export type Place = { readonly key: string | number; readonly id: string };

export type BadCursor = {
  readonly kind: 'bad_cursor';
  /** malformed: no page of such a list gave it; other_sort: one of another order did. */
  readonly reason: 'malformed' | 'other_sort';
};

export function writeSortedCursor(sort: string, { key, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

/**
 * Reads what `writeSortedCursor` wrote for this order; everything else is refused.
 * @param kinds of each order that the list knows, what it is sorted by
 */
export function readSortedCursor<Sort extends string>(
  cursor: string,
  sort: Sort,
  kinds: Readonly<Record<Sort, KeyKind>>,
): { readonly kind: 'place'; readonly place: Place } | BadCursor {
  const [writtenSort, key, id, ...rest] = parseList(cursor);
  const isKnown = typeof writtenSort === 'string' && Object.hasOwn(kinds, writtenSort);
  const known = isKnown ? kinds[writtenSort as Sort] : undefined; // it is one of theirs: see above
  const malformed = known === undefined || rest.length > 0 || !isKeyOf(known, key) || !isRowId(id);
  if (malformed) return { kind: 'bad_cursor', reason: 'malformed' };
  if (writtenSort !== sort) return { kind: 'bad_cursor', reason: 'other_sort' };
  return { kind: 'place', place: { key, id } };
}

function parseList(cursor: string): readonly unknown[] {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) return []; // it had characters that are no base64url
  try {
    const list: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function isKeyOf(kind: KeyKind, key: unknown): key is string | number {
  if (kind === 'amount') return Number.isSafeInteger(key);
  if (typeof key !== 'string') return false;
  return kind === 'text' ? isStorableText(key) : isInstant(key);
}

function isInstant(text: string): boolean {
  const date = new Date(text);
  return /^\d{4}-/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString() === text;
}

/** No ID of ours is longer than the processor's. */
function isRowId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TRANSACTION_ID_LENGTH_MAX && isStorableText(value);
}
