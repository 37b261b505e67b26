// What a connection's refunds are drawn on (ADR 36), and which account its losses are debited from (ADR 28), by method.
import { and, eq } from 'drizzle-orm';
import type { ConnectionRules, DrawsOn } from '@makewhole/domain/connections';
import type { ConnectionId } from '@makewhole/domain/ids';
import { PAYMENT_METHODS, type PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { connectionRules } from '../schema/connections.ts';
import { payments } from '../schema/payments.ts';
import type { ConnectionView } from './find-connection.ts';
import { followed } from './followed-connection.ts';

/** A connection's rules. Where none is known, losses are debited from operating, as most legal processors do. */
export async function findConnectionRules(db: Db, connectionId: ConnectionId): Promise<ConnectionRules> {
  const rows = await db.select().from(connectionRules).where(eq(connectionRules.connectionId, connectionId));
  const of = <Rule>(pick: (row: (typeof rows)[number] | undefined) => Rule) => {
    const ruleOf = (method: PaymentMethod) => pick(rows.find((row) => row.method === method));
    return { card: ruleOf('card'), ach: ruleOf('ach') };
  };
  return {
    lossesDebit: of((row) => row?.lossesDebit ?? 'operating'),
    drawsOn: of((row) => row?.drawsOn ?? null),
  };
}

/** What a payment's refund is drawn on; null if nobody has said it for its connection and method. */
export async function findDrawsOn(tx: Db, { firmId, transactionId }: PaymentKey): Promise<DrawsOn | null> {
  const [rule] = await tx
    .select({ drawsOn: connectionRules.drawsOn })
    .from(payments)
    .innerJoin(
      connectionRules,
      and(
        eq(connectionRules.connectionId, followed(payments.connectionId)),
        eq(connectionRules.method, payments.method),
      ),
    )
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  return rule?.drawsOn ?? null;
}

/** Changes a connection's rules: refunds that stand and losses that are known stay where they were booked. */
export async function writeConnectionRules(
  tx: Db,
  { firmId, id: connectionId }: Pick<ConnectionView, 'firmId' | 'id'>,
  rules: ConnectionRules,
): Promise<void> {
  for (const method of PAYMENT_METHODS) {
    const ofMethod = { lossesDebit: rules.lossesDebit[method], drawsOn: rules.drawsOn[method] };
    await tx
      .insert(connectionRules)
      .values({ firmId, connectionId, method, ...ofMethod })
      .onConflictDoUpdate({ target: [connectionRules.connectionId, connectionRules.method], set: ofMethod });
  }
}
