import { eq } from 'drizzle-orm';
import type { ApprovalPolicy } from '@makewhole/domain/approval';
import type { FirmId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

export type FirmChanges = Partial<ApprovalPolicy> & {
  readonly secondFactorRequired?: boolean;
  readonly stepUpOverAmount?: Money | null;
  readonly remindAfterBankDays?: number[];
  readonly escalateAfterBankDays?: number;
};

/** Changes a firm's settings from now on: which refunds a second person must approve (B8), when people are reminded (B5), and how its people sign in (R11). */
export async function changeFirm(db: Db, firmId: FirmId, changes: FirmChanges): Promise<void> {
  await db.update(firms).set(changes).where(eq(firms.id, firmId));
}
