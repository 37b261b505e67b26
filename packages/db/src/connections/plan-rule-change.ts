// What a firm may say of a connection, and how a change of it is told.
import type { ConnectionRules, DrawsOn } from '@makewhole/domain/connections';
import { changesOf, type Change } from '@makewhole/domain/firm-events';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { findConnectionRules, writeConnectionRules } from './connection-rules.ts';
import type { ConnectionView } from './find-connection.ts';

export type ConnectionRuleChange = {
  /** Which account the processor debits for losses: left out for a method, it stays. */
  readonly lossesDebit?: Partial<ConnectionRules['lossesDebit']>;
  /** Which account refunds are drawn on: left out for a method, it stays. */
  readonly drawsOn?: Partial<Readonly<Record<PaymentMethod, DrawsOn>>>;
};

type PlannedChange = {
  /** As they would be. */
  readonly rules: ConnectionRules;
  readonly changes: Readonly<Record<string, Change>>;
  /** Writes it. Refunds that stand and losses that are known stay where they were booked. */
  readonly write: () => Promise<void>;
};

/** What would change. */
export async function planRuleChange(
  tx: Db,
  connection: ConnectionView,
  { lossesDebit, drawsOn }: ConnectionRuleChange,
): Promise<PlannedChange> {
  const standing = await findConnectionRules(tx, connection.id);
  const rules = {
    lossesDebit: { ...standing.lossesDebit, ...lossesDebit },
    drawsOn: { ...standing.drawsOn, ...drawsOn },
  };
  return {
    rules,
    changes: changesOf(standing, rules),
    write: () => writeConnectionRules(tx, connection, rules),
  };
}
