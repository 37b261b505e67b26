/** Where on its refund's page an obligation stands: what leads there opens the page at it. */
export function taskAnchor(obligationId: string): string {
  return `task-${obligationId}`;
}
