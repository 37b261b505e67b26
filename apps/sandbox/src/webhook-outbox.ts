// What to tell the merchant: an event is written in the transaction that it reports, and delivered later.
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { EVENT_TYPES, type EventType } from './event-types.ts';
import { instant, type Clock } from './clock.ts';
import { inTransaction } from './database.ts';
import type { Faults } from './faults.ts';
import { newId } from './ids.ts';

const webhookEvent = z.object({
  seq: z.number(),
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  payment_id: z.string(),
  body: z.string(),
  state: z.enum(['pending', 'delivered', 'dropped', 'given_up']),
  copies_left: z.number(),
  held_back: z.number(),
  attempts: z.number(),
  next_attempt_at: z.number(),
  last_error: z.string().nullable(),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;

export type Outbox = {
  /** Records an event about a payment; `data` is its content. Call it in the transaction that it reports. */
  readonly add: (type: EventType, paymentId: string, data: Readonly<Record<string, object>>) => void;
};

/** A held-back event is released when a later one of its payment was delivered, and after this time at the latest. */
const HELD_BACK_MS_MAX = 30_000;
const LATE_MS_DEFAULT = 5_000;
const FIRST_RETRY_AFTER_MS = 500;
const RETRY_AFTER_MS_MAX = 30_000;
const ATTEMPTS_MAX = 100;

export function createOutbox(
  { database, clock, faults }: { database: DatabaseSync; clock: Clock; faults: Faults },
  wakeDelivery: () => void,
): Outbox {
  const insert = database.prepare(
    `INSERT INTO webhook_events (id, type, payment_id, body, state, copies_left, held_back, next_attempt_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    add: (type, paymentId, data) => {
      const fault = faults.take(
        ['webhook_missing', 'webhook_duplicate', 'webhook_late', 'webhook_out_of_order'],
        { operation: 'webhook', transactionIds: [paymentId], eventType: type },
      );
      const heldBack = fault?.kind === 'webhook_out_of_order';
      const late = fault?.kind === 'webhook_late';
      const delayMs = heldBack ? (fault.ms ?? HELD_BACK_MS_MAX) : late ? (fault.ms ?? LATE_MS_DEFAULT) : 0;
      insert.run(
        newId('evt'),
        type,
        paymentId,
        JSON.stringify({ type, timestamp: instant(clock.nowMs()), data }),
        fault?.kind === 'webhook_missing' ? 'dropped' : 'pending',
        fault?.kind === 'webhook_duplicate' ? 2 : 1,
        heldBack ? 1 : 0,
        Date.now() + delayMs,
      );
      wakeDelivery();
    },
  };
}

/** What is due, longest due first. */
export function dueEvents(database: DatabaseSync, limit: number): WebhookEvent[] {
  const rows = database
    .prepare(
      `SELECT * FROM webhook_events WHERE state = 'pending' AND next_attempt_at <= ?
       ORDER BY next_attempt_at, seq LIMIT ?`,
    )
    .all(Date.now(), limit);
  return z.array(webhookEvent).parse(rows);
}

/** When the next event that is not due yet will be due, by the machine's clock; null if there is none. */
export function nextEventDueAt(database: DatabaseSync): number | null {
  const row = database
    .prepare(
      `SELECT min(next_attempt_at) AS at FROM webhook_events WHERE state = 'pending' AND next_attempt_at > ?`,
    )
    .get(Date.now());
  return z.object({ at: z.number().nullable() }).parse(row).at;
}

/** The merchant has it; an event that was held back for it may follow. */
export function eventDelivered(database: DatabaseSync, event: WebhookEvent): void {
  const copiesLeft = event.copies_left - 1;
  inTransaction(database, () => {
    database
      .prepare(
        `UPDATE webhook_events SET state = ?, copies_left = ?, attempts = attempts + 1, last_error = NULL
         WHERE seq = ?`,
      )
      .run(copiesLeft > 0 ? 'pending' : 'delivered', copiesLeft, event.seq);
    database
      .prepare(
        `UPDATE webhook_events SET held_back = 0, next_attempt_at = ?
         WHERE payment_id = ? AND held_back = 1 AND seq < ? AND state = 'pending'`,
      )
      .run(Date.now(), event.payment_id, event.seq);
  });
}

/** The merchant did not accept it: again later, until no attempt is left. */
export function eventNotDelivered(database: DatabaseSync, event: WebhookEvent, error: string): void {
  const retryAfterMs = retryAfter(event.attempts + 1);
  database
    .prepare(
      `UPDATE webhook_events SET state = ?, next_attempt_at = ?, attempts = attempts + 1, last_error = ?
       WHERE seq = ?`,
    )
    .run(retryAfterMs === null ? 'given_up' : 'pending', Date.now() + (retryAfterMs ?? 0), error, event.seq);
}

/** The wait after so many failed attempts, in ms: 0.5 s, doubling up to 30 s; null if it was the last one. */
export function retryAfter(attempts: number): number | null {
  if (attempts >= ATTEMPTS_MAX) return null;
  return Math.min(FIRST_RETRY_AFTER_MS * 2 ** (attempts - 1), RETRY_AFTER_MS_MAX);
}

/** A payment's events, oldest first, whatever their delivery. */
export function eventsOfPayment(database: DatabaseSync, paymentId: string, limit: number): WebhookEvent[] {
  const rows = database
    .prepare('SELECT * FROM webhook_events WHERE payment_id = ? ORDER BY seq LIMIT ?')
    .all(paymentId, limit);
  return z.array(webhookEvent).parse(rows);
}
