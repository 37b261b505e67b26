// What a firm's programs are told beside the events of refunds: voids, disputes and reconciliations. Like those, each
// says where to look.
export const NOTICES = [
  'void.outcome_unknown',
  'void.voided',
  'void.refused',
  'dispute.opened',
  'dispute.closed',
  'reconciliation.difference_found',
  'reconciliation.finished',
] as const;
export type NoticeType = (typeof NOTICES)[number];
