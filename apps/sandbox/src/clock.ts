import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/**
 * The payment processor's own clock: the machine's, shifted by an offset that tests set and that survives a restart.
 * Settlement and the expiry of idempotency keys use it; webhook retries and signatures use the machine's clock.
 */
export type Clock = {
  readonly nowMs: () => number;
  readonly offsetMs: () => number;
  readonly setOffsetMs: (offsetMs: number) => void;
};

export function createClock(database: DatabaseSync): Clock {
  const read = database.prepare(`SELECT value FROM numbers WHERE name = 'clock_offset_ms'`);
  const write = database.prepare(
    `INSERT INTO numbers (name, value) VALUES ('clock_offset_ms', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  let offsetMs = z.object({ value: z.number() }).optional().parse(read.get())?.value ?? 0;
  return {
    nowMs: () => Date.now() + offsetMs,
    offsetMs: () => offsetMs,
    setOffsetMs: (value) => {
      write.run(value);
      offsetMs = value;
    },
  };
}

/** An instant on the wire: RFC 3339 UTC, or null. */
export function instant(ms: number): string;
export function instant(ms: number | null): string | null;
export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
