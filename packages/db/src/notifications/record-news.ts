// News of a refund is recorded in the transaction that makes it (B14). Whether a workflow, a person or a sweep moved
// the refund, and whatever crashes afterward, its people hear of it.
import { newsOf, type RefundNews } from '@makewhole/domain/email-recipients';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import type { refunds } from '../schema/refunds.ts';
import { findRecipients } from './find-recipients.ts';
import { recordEmails } from './record-emails.ts';

type Row = Pick<typeof refunds.$inferSelect, 'firmId' | 'id' | 'matterId' | 'requestedBy'>;

/**
 * Records who must hear that the refund moved.
 * @param code why it ended, if known
 */
export async function recordMove(
  tx: Db,
  row: Row,
  to: RefundStatus,
  { code, at }: { readonly code: unknown; readonly at: Date },
): Promise<void> {
  const news = newsOf(to, typeof code === 'string' ? code : null);
  if (news !== null) await recordNews(tx, row, news, at);
}

export async function recordNews(tx: Db, row: Row, event: RefundNews, at: Date): Promise<void> {
  const { firmId, id: refundId, matterId, requestedBy } = row;
  const people = await findRecipients(tx, { firmId, refundId, matterId, requestedBy, owner: null }, event);
  await recordEmails(tx, people, { firmId, refundId, about: refundId, event, at, bySweep: true });
}
