// Which bank account a firm's processor debits for losses (ADR 28), by connection and method.
import { and, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { LossesDebit } from '@makewhole/domain/losses';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { lossRules } from '../schema/losses.ts';

export type LossRules = Readonly<Record<PaymentMethod, LossesDebit>>;

/** What most legal processors do: they never take a loss out of trust. */
const SHIELDED: LossRules = { card: 'operating', ach: 'operating' };

/** The rules of the firm's connection, by method. */
export async function findLossRules(db: Db, firmId: FirmId): Promise<LossRules> {
  const rows = await db
    .select({ method: lossRules.method, debits: lossRules.debits })
    .from(lossRules)
    .innerJoin(firms, and(eq(firms.id, lossRules.firmId), eq(firms.processorAccount, lossRules.connection)))
    .where(eq(lossRules.firmId, firmId));
  return { ...SHIELDED, ...Object.fromEntries(rows.map(({ method, debits }) => [method, debits])) };
}

/** Changes the rules of the firm's connection: losses that are known already stay where they were booked. */
export async function writeLossRules(
  tx: Db,
  { id: firmId, processorAccount: connection }: Pick<typeof firms.$inferSelect, 'id' | 'processorAccount'>,
  rules: LossRules,
): Promise<void> {
  for (const method of ['card', 'ach'] as const) {
    const debits = rules[method];
    await tx
      .insert(lossRules)
      .values({ firmId, connection, method, debits })
      .onConflictDoUpdate({
        target: [lossRules.firmId, lossRules.connection, lossRules.method],
        set: { debits },
      });
  }
}
