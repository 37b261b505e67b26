import { and, eq } from 'drizzle-orm';
import { postings } from '@makewhole/db/schema/ledger';
import { refundLegs } from '@makewhole/db/schema/refunds';
import { trustHolds } from '@makewhole/db/schema/trust';
import type { CampaignWorld } from '../world.ts';
import { isPaidBackNoMore } from './check-payment.ts';
import type { RefundRow, Violation } from './invariant.ts';

/** Paid to the firm or to the client, or gone before. */
const OVER: ReadonlySet<string> = new Set(['trust_payment', 'trust_disbursement', 'trust_money_gone']);

/** Trust money that is still to be paid to the firm, or to the client, is held for it (B4, I2). */
export async function checkHold({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  if (isPaidBackNoMore(row.status)) return [];
  const ofRefund = (table: typeof refundLegs | typeof trustHolds | typeof postings) =>
    and(eq(table.firmId, row.firmId), eq(table.refundId, row.id));
  const [legs, holds, steps] = await Promise.all([
    db.select().from(refundLegs).where(ofRefund(refundLegs)),
    db.select().from(trustHolds).where(ofRefund(trustHolds)),
    db.select({ step: postings.step }).from(postings).where(ofRefund(postings)),
  ]);
  const owed = legs.find(({ account }) => account === 'trust')?.amount ?? 0;
  const isOver = steps.some(({ step }) => OVER.has(step));
  if (owed === 0 || isOver) return [];
  const held = holds.find(({ status }) => status === 'held')?.amount ?? 0;
  return held === owed ? [] : [{ invariant: 'I2', what: `${row.id} owes trust ${owed}, and holds ${held}` }];
}
