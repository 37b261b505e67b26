/** Where on the list of differences one stands. */
export function differenceAnchor(differenceId: string): string {
  return `difference-${differenceId}`;
}

/** Leads to the card of one that no refund owes. */
export function differenceUrl(differenceId: string): string {
  return `/reconciliation?unowed=true#${differenceAnchor(differenceId)}`;
}
