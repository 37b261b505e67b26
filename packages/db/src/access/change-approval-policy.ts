import { eq } from 'drizzle-orm';
import type { ApprovalPolicy } from '@makewhole/domain/approval';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

/** Sets which refunds a second person must approve from now on (B8). */
export async function changeApprovalPolicy(db: Db, firmId: FirmId, policy: ApprovalPolicy): Promise<void> {
  await db.update(firms).set(policy).where(eq(firms.id, firmId));
}
