// The words that worker and tests share about the daily sealing of the audit trail (B9).
export const SEAL_WORKFLOW = 'sealAudit';
export const SEAL_SCHEDULE_ID = 'audit-seal';
/** When each day is sealed: right after it began, so that a day's checkpoint covers the one before. */
export const SEAL_DAILY = { minute: 5, hour: 0, timeZone: 'UTC' } as const;
