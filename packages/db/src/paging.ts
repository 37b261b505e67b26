// Pages of a list, each starting at an opaque cursor: the sort key and the ID of the last row shown, as base64url.
import { TRANSACTION_ID_LENGTH_MAX } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';

export type Page<Item> = {
  readonly data: readonly Item[];
  /** Where the next page starts; null on the last one. Opaque to callers. */
  readonly nextCursor: string | null;
};

/** Writes an opaque position in a list: base64url of the sort keys of the last row shown. */
export function writeCursor(keys: readonly [string, string]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys of a cursor, or undefined if we did not write it. */
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

/** Lists are counted up to this number, "that many or more", so that counting a million rows costs no more. */
export const COUNTED_MAX = 10_000;

/** Search results are counted up to this number, because each match must be found and checked. */
export const FOUND_MAX = 1_000;

/** Where counting a list stops. */
export function countedMax({ q }: { readonly q?: string | undefined }): number {
  return q === undefined || q.trim() === '' ? COUNTED_MAX : FOUND_MAX;
}

/** The type of a sort key: an instant in RFC 3339, minor units, or text. */
export type KeyKind = 'instant' | 'amount' | 'text';

/** The last row shown. */
export type Place = { readonly key: string | number; readonly id: string };

export type BadCursor = {
  readonly kind: 'bad_cursor';
  /** malformed: no page of such a list returned it; other_sort: a page in another order did. */
  readonly reason: 'malformed' | 'other_sort';
};

export function writeSortedCursor(sort: string, { key, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

/**
 * Reads what `writeSortedCursor` wrote for this order, and refuses everything else.
 * @param kinds the type of sort key for each order of the list
 */
export function readSortedCursor<Sort extends string>(
  cursor: string,
  sort: Sort,
  kinds: Readonly<Record<Sort, KeyKind>>,
): { readonly kind: 'place'; readonly place: Place } | BadCursor {
  const [writtenSort, key, id, ...rest] = parseList(cursor);
  const isKnown = typeof writtenSort === 'string' && Object.hasOwn(kinds, writtenSort);
  const known = isKnown ? kinds[writtenSort as Sort] : undefined; // isKnown says that it is a key
  const malformed = known === undefined || rest.length > 0 || !isKeyOf(known, key) || !isRowId(id);
  if (malformed) return { kind: 'bad_cursor', reason: 'malformed' };
  if (writtenSort !== sort) return { kind: 'bad_cursor', reason: 'other_sort' };
  return { kind: 'place', place: { key, id } };
}

function parseList(cursor: string): readonly unknown[] {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) return []; // it had characters that are not base64url
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

/** None of our IDs is longer than the processor's. */
function isRowId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TRANSACTION_ID_LENGTH_MAX && isStorableText(value);
}
