// Faults that tests arm: each strikes the next matching requests or events, a given number of times, and is gone. They
// are on disk, so that a fault outlives the process that it strikes.
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { currencyCode, minorUnits } from './amounts.ts';
import { EVENT_TYPES, type EventType } from './event-types.ts';

/** refund: POST /v1/refunds; void: POST /v1/payments/{id}/void; lookup: every GET of /v1; webhook: an event sent. */
const OPERATIONS = ['refund', 'void', 'lookup', 'webhook'] as const;
export type Operation = (typeof OPERATIONS)[number];

const REQUESTS = ['refund', 'void', 'lookup'] as const;
const SENDS = ['refund', 'void'] as const;

/** What each fault can strike; the first is the default. */
const STRIKES = {
  /** Does the work, then never answers; cuts the connection after `ms`, at once with 0. */
  timeout_after_success: SENDS,
  /** Does nothing and never answers; cuts the connection after `ms`. */
  timeout_before: REQUESTS,
  /** Does nothing and cuts the connection. */
  cut_connection: REQUESTS,
  /** Does nothing, answers 500, saves nothing under the key. */
  error_500: REQUESTS,
  /** Saves a 500 under the key; with `refundMade` the refund (or void) was made anyway. */
  saved_500: SENDS,
  /** Does nothing, answers 429 with Retry-After (`ms` rounded up to seconds). */
  error_429: REQUESTS,
  /** Waits `ms` and then does the work, even if nobody waits for the answer any more. */
  slow: REQUESTS,
  /** Does the work and answers half a JSON text. */
  garbled_answer: REQUESTS,
  /** Does the work and answers another `amount` or `currency`; one minor unit less if neither is given. */
  amount_mismatch: ['refund', 'lookup'],
  /** Forgets the idempotency key before its 24 hours are over. */
  forget_key: SENDS,
  /** Answers 503. */
  lookup_unavailable: ['lookup'],
  webhook_duplicate: ['webhook'],
  webhook_missing: ['webhook'],
  /** Sent only after `ms`. */
  webhook_late: ['webhook'],
  /** Sent after the payment's next event, or after `ms` when there is none. */
  webhook_out_of_order: ['webhook'],
} as const satisfies Record<string, readonly Operation[]>;

export type FaultKind = keyof typeof STRIKES;
const KINDS = Object.keys(STRIKES) as FaultKind[]; // the keys of a constant object are its kinds

const DAY_MS = 86_400_000;

export const faultToArm = z
  .strictObject({
    kind: z.enum(KINDS),
    times: z.number().int().min(1).max(10_000).default(1),
    operation: z.enum(OPERATIONS).optional(),
    /** Strikes only requests or events about this payment. */
    transactionId: z.string().optional(),
    /** Strikes only the lookup of refunds by this reference, even if there is none. */
    reference: z.string().optional(),
    /** Strikes only events of this type. */
    eventType: z.enum(EVENT_TYPES).optional(),
    ms: z.number().int().min(0).max(DAY_MS).optional(),
    amount: minorUnits.optional(),
    currency: currencyCode.optional(),
    refundMade: z.boolean().optional(),
  })
  .refine(({ kind, operation }) => operation === undefined || strikes(kind).includes(operation), {
    error: 'operation: this kind of fault cannot strike it',
  });

const faultDetails = z.object({
  operation: z.enum(OPERATIONS),
  transactionId: z.string().optional(),
  reference: z.string().optional(),
  eventType: z.enum(EVENT_TYPES).optional(),
  ms: z.number().optional(),
  amount: z.number().optional(),
  currency: z.string().optional(),
  refundMade: z.boolean().optional(),
});

export type Fault = z.infer<typeof faultDetails> & {
  readonly id: number;
  readonly kind: FaultKind;
  readonly remaining: number;
};

export type Target = {
  readonly operation: Operation;
  /** The payments that the request is about: none or several only for a lookup by reference. */
  readonly transactionIds: readonly string[];
  readonly reference?: string;
  readonly eventType?: EventType;
};

export type Faults = {
  readonly arm: (fault: z.infer<typeof faultToArm>) => Fault;
  /** The fault of these kinds that strikes, the one armed first if several match; uses up one of its times. */
  readonly take: (kinds: readonly FaultKind[], target: Target) => Fault | null;
  readonly list: () => Fault[];
  readonly clear: () => void;
};

const faultRow = z.object({
  id: z.number(),
  kind: z.enum(KINDS),
  remaining: z.number(),
  details: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(faultDetails),
});

const ARMED_MAX = 1_000;

export function createFaults(database: DatabaseSync): Faults {
  const select = database.prepare('SELECT * FROM faults ORDER BY id LIMIT ?');
  const list = () => {
    const rows = z.array(faultRow).parse(select.all(ARMED_MAX));
    return rows.map(({ id, kind, remaining, details }): Fault => ({ id, kind, remaining, ...details }));
  };
  return {
    arm: ({ kind, times, ...details }) => {
      const row = database
        .prepare('INSERT INTO faults (kind, remaining, details) VALUES (?, ?, ?) RETURNING id')
        .get(kind, times, JSON.stringify({ operation: strikes(kind)[0], ...details }));
      const { id } = z.object({ id: z.number() }).parse(row);
      return { operation: strikes(kind)[0], ...details, id, kind, remaining: times };
    },
    take: (kinds, target) => {
      const fault = list().find((armed) => kinds.includes(armed.kind) && fits(armed, target));
      if (fault === undefined) return null;
      database.prepare('UPDATE faults SET remaining = remaining - 1 WHERE id = ?').run(fault.id);
      database.prepare('DELETE FROM faults WHERE id = ? AND remaining < 1').run(fault.id);
      return fault;
    },
    list,
    clear: () => database.exec('DELETE FROM faults'),
  };
}

function fits(fault: Fault, target: Target): boolean {
  return (
    fault.operation === target.operation &&
    (fault.transactionId === undefined || target.transactionIds.includes(fault.transactionId)) &&
    (fault.reference === undefined || fault.reference === target.reference) &&
    (fault.eventType === undefined || fault.eventType === target.eventType)
  );
}

function strikes(kind: FaultKind): readonly [Operation, ...Operation[]] {
  return STRIKES[kind];
}
