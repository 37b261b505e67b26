// What the worker and tests share about sealing the audit trail (B9).
export const SEAL_WORKFLOW = 'sealAudit';
export const SEAL_SCHEDULE_ID = 'audit-seal';
/**
 * The minute of each hour: anything unsealed is at most an hour old. The first seal of a day comes right after
 * midnight UTC.
 */
export const SEAL_HOURLY = { minute: 5 } as const;
