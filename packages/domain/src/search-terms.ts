// What a person types into a search (R10): words in any order, and amounts as people say them.
import { isStorableText } from './storable-text.ts';

export type SearchTerm = {
  readonly text: string;
  /** Minor units, if the word reads as an amount of dollars: `$1,800.00`, `1800`, `2,640`. */
  readonly amount: number | null;
};

/** A dollar sign is optional, commas stand where they belong, and cents have two digits. */
const AMOUNT = /^\$?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?$/;

/**
 * The words of a search, each once. Words without a letter or a digit ("&", "-") narrow nothing and are left out.
 * @returns null for an empty text, which finds everything; an empty list for one that can find nothing
 */
export function searchTerms(text: string): readonly SearchTerm[] | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (!isStorableText(typed)) return [];
  const terms = [...new Set(typed.split(/\s+/u))].filter((word) => /[\p{L}\p{N}]/u.test(word));
  return terms.map((word) => ({ text: word, amount: amountOf(word) }));
}

function amountOf(word: string): number | null {
  const [, dollars, cents = '00'] = AMOUNT.exec(word) ?? [];
  if (dollars === undefined) return null;
  const amount = Number(`${dollars.replaceAll(',', '')}${cents}`);
  return Number.isSafeInteger(amount) ? amount : null;
}
