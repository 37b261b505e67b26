import { and, eq } from 'drizzle-orm';
import { dateIn, type BankDate } from '@makewhole/domain/bank-calendar';
import { asId, type LossId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { losses } from '../schema/losses.ts';

/** The day on which the bank took the money of the loss that a task is about, in the firm's zone. */
export async function findLossDate(
  tx: Db,
  row: Pick<PaymentTaskRow, 'firmId' | 'subject' | 'openedAt'>,
): Promise<BankDate> {
  const { timeZone } = await findFirm(tx, row);
  const [loss] = await tx
    .select({ takenOn: losses.takenOn, knownAt: losses.knownAt })
    .from(losses)
    .where(and(eq(losses.firmId, row.firmId), eq(losses.id, asId<LossId>(row.subject))));
  return loss?.takenOn ?? dateIn((loss?.knownAt ?? row.openedAt).toISOString(), timeZone);
}
