/** The anchor of a difference in the list. */
export function differenceAnchor(differenceId: string): string {
  return `difference-${differenceId}`;
}

/** The URL of the card of a difference that no refund owes. */
export function differenceUrl(differenceId: string): string {
  return `/reconciliation?unowed=true#${differenceAnchor(differenceId)}`;
}
