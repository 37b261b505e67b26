// The place in a list where its next page starts: base64url of the list's order, and the key and the ID of the last row
// shown. Opaque to callers, and of no use in a list of another order.
import { TRANSACTION_ID_LENGTH_MAX } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';

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
