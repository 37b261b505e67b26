// What operators are emailed about (B14): problems that no firm owns, and that no firm would notice for days.

/** Each alarm, with what it means and what to do. */
export const ALARMS = {
  reconciliation_failed:
    'The reconciliation of a firm was incomplete. The payment processor was probably down; the next run starts from the same point. See the failure of its workflow in Temporal.',
  sweep_failed:
    'A sweep failed. Refunds that could not be started, and what the processor reported meanwhile, may be delayed. See the failure of its workflow in Temporal.',
  night_failed:
    'The nightly reconciliation of all firms failed. See the failure of its workflow in Temporal, and run it again from its schedule.',
  seal_failed:
    "The daily audit seal failed: entries since the last seal aren't sealed. See the failure of its workflow in Temporal, and run it again from its schedule.",
  upkeep_failed:
    'The nightly upkeep failed: unused sign-ins and API keys may not have ended, or old records were not deleted, or a paid refund was not rechecked. See the failure of its workflow in Temporal, and run it again from its schedule.',
  sync_stuck:
    'The sync of payments through a connection has imported nothing for an hour. The payment processor is probably down or rejecting the credentials; the sync will continue automatically. Check it with `makewhole sync --status` or in the settings of the firm, and its workflow in Temporal.',
  schedule_stuck:
    "A schedule isn't starting runs, or its runs don't end. See the schedule and its running workflow in Temporal.",
  schedule_missing:
    'A schedule was missing in Temporal and was created again. Either someone deleted it, or Temporal\'s database was lost: see docs/operations.md, "Temporal\'s database was lost".',
} as const;

export type Alarm = keyof typeof ALARMS;
