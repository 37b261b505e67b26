import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Outbox } from './webhook-outbox.ts';

/** What the processor's rules and routes work with; created once, in app.ts. */
export type Context = {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly outbox: Outbox;
  readonly settleAfterMs: number;
  /** It has no idempotency keys, and nothing can be read back: what happens is told by webhook alone. */
  readonly isKeyless: boolean;
};
