// The place in a list of payments where its next page starts: base64url of the sort, its key and the transaction ID of the
// last row shown. Opaque to callers, and of no use in a list of another sort.
import { TRANSACTION_ID_LENGTH_MAX, asId, type TransactionId } from '@makewhole/domain/ids';
import { isStorableText } from './storable-text.ts';

export const PAYMENT_SORTS = ['-created', 'created', '-amount', 'amount', 'payer'] as const;
export type PaymentSort = (typeof PAYMENT_SORTS)[number];

/** The last row shown: the key is an instant (created), minor units (amount) or a name in small letters (payer). */
export type PaymentPlace = { readonly key: string | number; readonly transactionId: TransactionId };

export type BadCursor = {
  readonly kind: 'bad_cursor';
  /** malformed: no page of a list of payments gave it; other_sort: one of another order did. */
  readonly reason: 'malformed' | 'other_sort';
};

export function writePaymentCursor(sort: PaymentSort, { key, transactionId }: PaymentPlace): string {
  return Buffer.from(JSON.stringify([sort, key, transactionId])).toString('base64url');
}

/** Reads what `writePaymentCursor` wrote for this sort; everything else is refused. */
export function readPaymentCursor(
  cursor: string,
  sort: PaymentSort,
): { readonly kind: 'place'; readonly place: PaymentPlace } | BadCursor {
  const [writtenSort, key, transactionId, ...rest] = parseList(cursor);
  const known = PAYMENT_SORTS.find((one) => one === writtenSort);
  const malformed =
    known === undefined || rest.length > 0 || !isKeyOf(known, key) || !isTransactionId(transactionId);
  if (malformed) return { kind: 'bad_cursor', reason: 'malformed' };
  if (known !== sort) return { kind: 'bad_cursor', reason: 'other_sort' };
  return { kind: 'place', place: { key, transactionId: asId<TransactionId>(transactionId) } };
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

function isKeyOf(sort: PaymentSort, key: unknown): key is string | number {
  if (sort === 'amount' || sort === '-amount') return Number.isSafeInteger(key);
  if (typeof key !== 'string') return false;
  return sort === 'payer' ? isStorableText(key) : isInstant(key);
}

function isInstant(text: string): boolean {
  const date = new Date(text);
  return /^\d{4}-/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString() === text;
}

function isTransactionId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= TRANSACTION_ID_LENGTH_MAX && isStorableText(value);
}
