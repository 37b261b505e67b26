/** What is recorded of sign-ins, refused sign-ins and downloads (R11): none of them changes anything. */
export const ACCESS_EVENT_KINDS = [
  'signed_in',
  'sign_in_refused',
  'sign_in_locked',
  'sign_in_unlocked',
  'exported',
  'evidence_read',
] as const;
export type AccessEventKind = (typeof ACCESS_EVENT_KINDS)[number];
