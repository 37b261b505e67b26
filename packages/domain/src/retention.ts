// What is kept how long (AU1, ADR 33). Whatever deletes reads its limit here, and a test compares this table with the code.

const DAY_MS = 24 * 60 * 60_000;

/** How many years a firm keeps its trust records after a matter ended; at least what its state asks for. */
export const RETENTION_YEARS_DEFAULT = 7;
export const RETENTION_YEARS_MAX = 99;

type Purge = {
  /** What is deleted, for people. */
  readonly what: string;
  /** How long it is kept; null if something other than time ends it, and `ended` says what. */
  readonly keptMs: number | null;
  readonly ended: string | null;
  /** Whether a legal hold on the firm, or on the matter it is about, keeps it. */
  readonly heldByLegalHold: boolean;
};

/** Thirteen months, rounded up: PCI DSS 10.5.1 asks for twelve. */
const THIRTEEN_MONTHS_MS = 397 * DAY_MS;
const own = (what: string, ended: string): Purge => ({ what, keptMs: null, ended, heldByLegalHold: false });

/** Every table of which anything is ever deleted. Money, trust, evidence, mail, events and audit are not here. */
export const PURGES = {
  idempotency_records: {
    what: 'saved answers to requests with an Idempotency-Key',
    keptMs: 30 * DAY_MS,
    ended: null,
    heldByLegalHold: false,
  },
  webhook_deliveries: {
    what: "what was sent to the firms' programs, once it was delivered or given up",
    keptMs: THIRTEEN_MONTHS_MS,
    ended: null,
    heldByLegalHold: true,
  },
  processor_events: {
    what: "the payment processor's webhooks, once they were handled, except those about disputes, and the newest of each payment and refund from a processor that only notifies",
    keptMs: THIRTEEN_MONTHS_MS,
    ended: null,
    heldByLegalHold: true,
  },
  'auth.verification': {
    what: 'hashes of emailed links',
    keptMs: THIRTEEN_MONTHS_MS,
    ended: 'a newer link, or the password that was set with one',
    heldByLegalHold: false,
  },
  'auth.tries': own('counts of sign-in attempts', 'the end of the time in which they count, or a success'),
  'auth.rate_limit': own('counts of sign-in requests by network address', 'an hour without another'),
  'auth.used_code': own('authenticator codes that were used', 'the time in which they could be used again'),
  'auth.session': own('sessions', 'sign-out, the end of the session, or an owner'),
  'auth.two_factor': own("a person's authenticator app", 'its removal by them or an owner'),
  'auth.password_history': own('hashes of earlier passwords', 'four newer ones'),
  reason_templates: own('reasons that a firm offers for refunds', 'their deletion by the firm'),
} as const satisfies Readonly<Record<string, Purge>>;

type TimedPurge = {
  [Table in keyof typeof PURGES]: (typeof PURGES)[Table]['keptMs'] extends number ? Table : never;
}[keyof typeof PURGES];

/** Rows of that table that are older may go. */
export function purgedIfBefore(table: TimedPurge, now: Date): Date {
  return new Date(now.getTime() - PURGES[table].keptMs);
}

export type MatterRecords = {
  readonly closedAt: Date | null;
  /** The newest entry of its trust ledger; null if it never had trust money. */
  readonly lastTrustActivityAt: Date | null;
  readonly isHeld: boolean;
};

/**
 * Until when a matter's records must be kept: so many years from the later of its closing and its last trust activity.
 * Null without end: it is open, or under a legal hold.
 */
export function keptUntil(
  { closedAt, lastTrustActivityAt, isHeld }: MatterRecords,
  retentionYears: number,
): Date | null {
  if (closedAt === null || isHeld) return null;
  const from = Math.max(closedAt.getTime(), lastTrustActivityAt?.getTime() ?? 0);
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + retentionYears);
  return until;
}
