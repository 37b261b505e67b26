// The words that worker and tests share about the sealing of the audit trail (B9).
export const SEAL_WORKFLOW = 'sealAudit';
export const SEAL_SCHEDULE_ID = 'audit-seal';
/** The minute of each hour: what no checkpoint covers yet is an hour old at most. The first of a day is right after it began. */
export const SEAL_HOURLY = { minute: 5 } as const;
