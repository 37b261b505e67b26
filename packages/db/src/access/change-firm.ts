import { eq } from 'drizzle-orm';
import type { ApprovalPolicy } from '@makewhole/domain/approval';
import { changesOf } from '@makewhole/domain/firm-events';
import type { Money } from '@makewhole/domain/money';
import { appendFirmEvent, type ChangedBy } from '../audit/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

export type FirmChanges = Partial<ApprovalPolicy> & {
  readonly secondFactorRequired?: boolean;
  readonly stepUpOverAmount?: Money | null;
  readonly remindAfterBankDays?: number[];
  readonly escalateAfterBankDays?: number;
};

/** Changes a firm's settings from now on: which refunds a second person must approve (B8), when people are reminded (B5), and how its people sign in (R11). */
export async function changeFirm(db: Db, by: ChangedBy, wanted: FirmChanges): Promise<void> {
  const itself = eq(firms.id, by.firmId);
  await db.transaction(async (tx) => {
    const [standing] = await tx.select().from(firms).where(itself).for('no key update');
    const changes = changesOf(standing ?? {}, wanted);
    if (Object.keys(changes).length === 0) return;
    await tx.update(firms).set(wanted).where(itself);
    await appendFirmEvent(tx, by, { type: 'settings.changed', data: { changes } });
  });
}
