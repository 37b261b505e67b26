// What the worker and tests share about the nightly upkeep: unused access ends (PCI DSS 8.2.6), old records go (AU1).
export const UPKEEP_WORKFLOW = 'nightlyUpkeep';
export const UPKEEP_SCHEDULE_ID = 'nightly-upkeep';
/** After the reconciliation's start: neither waits for the other. */
export const UPKEEP_NIGHTLY = { hour: 4, minute: 15, timeZone: 'America/New_York' } as const;
