/** The API counts to here: it means that many or more. */
const COUNTED_MAX = 10_000;

/** A count as the API gives it: "57", or "10,000+" where it stopped counting. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US') + (count >= COUNTED_MAX ? '+' : '');
}
