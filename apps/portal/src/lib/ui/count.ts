/**
 * The API counts up to the first, and search results up to the second: a count at its limit means that many or more.
 */
const COUNTED_MAX = 10_000;
const FOUND_MAX = 1_000;

/** A count from the API: "57", or "10,000+" if it stopped counting. @param isSearch whether it counts search results */
export function formatCount(count: number, isSearch = false): string {
  return count.toLocaleString('en-US') + (count >= (isSearch ? FOUND_MAX : COUNTED_MAX) ? '+' : '');
}
