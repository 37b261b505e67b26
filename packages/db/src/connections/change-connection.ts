// What a firm may say of a connection, and how a change of it is told.
import type { DrawsOn } from '@makewhole/domain/connections';
import { changesOf, type Change } from '@makewhole/domain/firm-events';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { findConnectionRules, writeConnectionRules, type ConnectionRules } from './connection-rules.ts';
import type { ConnectionView } from './find-connection.ts';

export type ConnectionChanges = {
  /** Which account the processor debits for losses: left out for a method, it stays. */
  readonly lossesDebit?: Partial<ConnectionRules['lossesDebit']>;
  /** Which account refunds are drawn on: left out for a method, it stays. */
  readonly drawsOn?: Partial<Readonly<Record<PaymentMethod, DrawsOn>>>;
};

export type ConnectionChange = {
  readonly changes: Readonly<Record<string, Change>>;
  /** Writes it. Refunds that stand and losses that are known stay where they were booked. */
  readonly write: () => Promise<void>;
};

/** What would change. */
export async function planConnectionChange(
  tx: Db,
  connection: ConnectionView,
  { lossesDebit, drawsOn }: ConnectionChanges,
): Promise<ConnectionChange> {
  const standing = await findConnectionRules(tx, connection.id);
  const rules = {
    lossesDebit: { ...standing.lossesDebit, ...lossesDebit },
    drawsOn: { ...standing.drawsOn, ...drawsOn },
  };
  return {
    changes: changesOf(standing, rules),
    write: () => writeConnectionRules(tx, connection, rules),
  };
}
