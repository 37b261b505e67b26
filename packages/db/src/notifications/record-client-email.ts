// Records an email to the client, in the transaction that it reports; the sweep sends it.
import { and, eq } from 'drizzle-orm';
import type { ClientEmailEvent } from '@makewhole/domain/client-emails';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import type { refunds } from '../schema/refunds.ts';
import { recordEmails } from './record-emails.ts';

type Row = Pick<typeof refunds.$inferSelect, 'firmId' | 'id' | 'transactionId' | 'clientEmail'>;

/** Does nothing if nobody chose that the client is emailed about this refund. */
export async function recordClientEmail(tx: Db, row: Row, event: ClientEmailEvent, at: Date): Promise<void> {
  const { firmId, id: refundId, transactionId, clientEmail: email } = row;
  if (email === null) return;
  const [payer] = await tx
    .select({ name: payments.payerName })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  if (payer === undefined) return;
  const people = [{ name: payer.name, email }];
  await recordEmails(tx, people, { firmId, refundId, about: refundId, event, at, bySweep: true });
}
