// What a payment paid, from the metadata of its payment intent: Stripe itself knows of no items.
import { money, type Money } from '@makewhole/domain/money';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';
import { z } from 'zod';
import type { ProcessorPaymentItem } from '../port.ts';

type Metadata = Readonly<Record<string, string>>;

export type ReadItems =
  | { readonly kind: 'items'; readonly items: readonly ProcessorPaymentItem[] | null }
  /** The metadata has items that cannot be read: they must not be left out silently. */
  | { readonly kind: 'malformed'; readonly key: string };

/** A value of metadata has at most 500 characters, so more items stand under makewhole_items_2 and so on. */
const ITEM_KEYS_MAX = 10;

const wireItems = z
  .array(
    z.object({
      amount: z.number().int().nonnegative().transform(money),
      account: z.enum(BANK_ACCOUNTS),
      invoice: z.string().min(1).max(100).nullable().default(null),
      description: z.string().max(500).optional(),
    }),
  )
  .min(1)
  .max(100);

/** Null where the metadata does not say which account the money went to: nobody may guess it. */
export function readItems(
  metadata: Metadata,
  of: { readonly amount: Money; readonly words: string },
): ReadItems {
  const listed = listedItems(metadata, of.words);
  if (listed !== null) return listed;
  const account = BANK_ACCOUNTS.find((name) => name === metadata['account']);
  if (account === undefined) return { kind: 'items', items: null };
  const invoices = invoiceNumbersOf(metadata);
  // Of several, nobody says how much each got.
  const invoiceNumber = invoices.length === 1 ? (invoices[0] ?? null) : null;
  return { kind: 'items', items: [{ description: of.words, invoiceNumber, account, amount: of.amount }] };
}

export function matterNumberOf(metadata: Metadata): string | null {
  return metadata['matter_number'] ?? metadata['matter'] ?? metadata['matter_id'] ?? null;
}

function listedItems(metadata: Metadata, words: string): ReadItems | null {
  const items: ProcessorPaymentItem[] = [];
  for (let nth = 1; nth <= ITEM_KEYS_MAX; nth += 1) {
    const key = nth === 1 ? 'makewhole_items' : `makewhole_items_${nth}`;
    const text = metadata[key];
    if (text === undefined) break;
    const read = wireItems.safeParse(parsedJson(text));
    if (!read.success) return { kind: 'malformed', key };
    items.push(
      ...read.data.map(({ amount, account, invoice, description = words }) => ({
        description,
        invoiceNumber: invoice,
        account,
        amount,
      })),
    );
  }
  return items.length === 0 ? null : { kind: 'items', items };
}

/** The invoices that the metadata names. */
export function invoiceNumbersOf(metadata: Metadata): string[] {
  const text = metadata['invoice_number'] ?? metadata['invoice'] ?? metadata['invoice_numbers'] ?? '';
  return text
    .split(',')
    .map((number) => number.trim())
    .filter((number) => number !== '');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
