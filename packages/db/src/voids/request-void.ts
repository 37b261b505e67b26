import { sql } from 'drizzle-orm';
import type { FirmId, PrincipalId, TransactionId, VoidId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { voids } from '../schema/voids.ts';
import { findVoid } from './find-void.ts';
import type { VoidView } from './void-view.ts';

export type VoidRequest = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly principalId: PrincipalId;
  readonly now: Date;
};

/**
 * Records a void, or finds the standing one: repeated or concurrent requests give one void.
 * @throws if the firm has no such payment
 */
export async function requestVoid(db: Db, request: VoidRequest): Promise<VoidView> {
  const { firmId, transactionId, principalId, now } = request;
  await db
    .insert(voids)
    .values({ id: newId<VoidId>('vd'), firmId, transactionId, requestedBy: principalId, requestedAt: now })
    .onConflictDoNothing({
      target: [voids.firmId, voids.transactionId],
      where: sql`${voids.status} <> 'refused'`,
    });
  const standing = await findVoid(db, request);
  if (standing === null) throw new Error(`The void of ${transactionId} vanished`);
  return standing;
}
