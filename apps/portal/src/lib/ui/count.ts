/** The API counts to here, and what is searched for to there: it means that many or more. */
const COUNTED_MAX = 10_000;
const FOUND_MAX = 1_000;

/** A count as the API gives it: "57", or "10,000+" where it stopped counting. @param isSearch whether a text is searched for */
export function formatCount(count: number, isSearch = false): string {
  return count.toLocaleString('en-US') + (count >= (isSearch ? FOUND_MAX : COUNTED_MAX) ? '+' : '');
}
