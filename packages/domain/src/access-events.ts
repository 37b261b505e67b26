/** What is recorded of who came in, who was turned away, and what left in files (R11): nothing is changed by it. */
export const ACCESS_EVENT_KINDS = ['signed_in', 'sign_in_refused', 'exported', 'evidence_read'] as const;
export type AccessEventKind = (typeof ACCESS_EVENT_KINDS)[number];
