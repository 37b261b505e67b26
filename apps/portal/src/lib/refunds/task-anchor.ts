/** An obligation's anchor on its refund's page: links to it open the page at that place. */
export function taskAnchor(obligationId: string): string {
  return `task-${obligationId}`;
}
