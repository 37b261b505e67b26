// The row of an email, stored before it is sent. Its ID derives from what the message is about, so that even a
// database restored from a backup without the message repeats its Message-ID and never invents a second one.
import { createHash } from 'node:crypto';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { Person } from '../users/list-people.ts';
import type { Db } from '../connect.ts';
import { notifications } from '../schema/notifications.ts';

export type NewEmails = {
  readonly firmId: FirmId;
  readonly refundId: RefundId | null;
  /** The refund's or the obligation's ID. */
  readonly about: string;
  /** What it reports; after a colon, the obligation and which message about it. */
  readonly event: string;
  readonly at: Date;
  /** The sweep sends it: no workflow does. */
  readonly bySweep: boolean;
};

/** Records one email to each recipient. Idempotent. */
export async function recordEmails(
  tx: Db,
  people: readonly Person[],
  { firmId, refundId, about, event, at, bySweep }: NewEmails,
): Promise<void> {
  if (people.length === 0) return;
  await tx
    .insert(notifications)
    .values(
      people.map(({ name, email }) => ({
        id: notificationId(about, event, email),
        firmId,
        refundId,
        event,
        recipientName: name,
        recipientEmail: email,
        createdAt: at,
        bySweep,
      })),
    )
    .onConflictDoNothing();
}

function notificationId(about: string, event: string, email: string): string {
  const content = createHash('sha256').update(JSON.stringify([about, event, email]));
  return `ntf_${content.digest('hex').slice(0, ID_HEX_DIGITS)}`;
}

/** The same length as in every other ID. */
const ID_HEX_DIGITS = 32;
