// What operators are emailed about (B14): problems that no firm owns, and that no firm would notice for days.

/** Each alarm, with what it means and what to do. */
export const ALARMS = {
  reconciliation_failed:
    'The reconciliation of a firm could not look at everything. As a rule the payment processor was away; the next run begins where this one did. See the failure of its workflow in Temporal.',
  sweep_failed:
    'A sweep failed. Refunds that could not be started, and what the processor reported meanwhile, may wait. See the failure of its workflow in Temporal.',
  night_failed:
    'The nightly reconciliation of all firms failed. See the failure of its workflow in Temporal, and run it again from its schedule.',
  seal_failed:
    "The audit trail's daily seal failed: what was written since the last one is not sealed. See the failure of its workflow in Temporal, and run it again from its schedule.",
  upkeep_failed:
    'The nightly upkeep failed: unused sign-ins and API keys may not have ended, or old records were not deleted, or a refund that was paid was not looked at again. See the failure of its workflow in Temporal, and run it again from its schedule.',
  sync_stuck:
    'The sync of payments through a connection has read nothing for an hour. As a rule the payment processor is away or refuses the credentials; it continues by itself. See what it waits for with `makewhole sync --status` or in the settings of the firm, and its workflow in Temporal.',
  schedule_stuck:
    'A schedule starts nothing, or what it started does not end. See the schedule and its running workflow in Temporal.',
  schedule_missing:
    'A schedule was missing in Temporal and was created again. Either somebody deleted it, or Temporal\'s database was lost: see docs/operations.md, "Temporal\'s database was lost".',
} as const;

export type Alarm = keyof typeof ALARMS;
