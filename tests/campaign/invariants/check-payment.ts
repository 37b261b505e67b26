import type { RefundRow } from './invariant.ts';
import type { TransactionId } from '@makewhole/domain/ids';
import type { SandboxRefund } from '../../support/sandbox-control.ts';
import type { CampaignWorld } from '../world.ts';
import type { InvariantName, Violation } from './invariant.ts';

/** What the payment company has of a payment, against what we have (I1, I4). */
export async function checkPayment(
  { company }: CampaignWorld,
  transactionId: TransactionId,
  rows: readonly RefundRow[],
): Promise<Violation[]> {
  const made = await company.refunds(transactionId);
  const paying = made.filter(pays);
  const own = rows.filter((one) => one.transactionId === transactionId);
  const standing = own.filter(({ status, closedAt }) => closedAt === null || !isPaidBackNoMore(status));
  const found: Violation[] = [];
  const say = (invariant: InvariantName, what: string) => found.push({ invariant, what });
  if (paying.length > 1) say('I1', `${transactionId} is paid back ${paying.length} times at the processor`);
  if (standing.length > 1) say('I1', `${transactionId} has ${standing.length} refunds that stand`);
  for (const row of own) {
    // One that was made elsewhere, and booked, bears no reference of ours.
    const theirs = made.filter(({ id, reference }) => reference === row.id || id === row.processorRefundId);
    const said = theirs.map(({ status }) => status).join() || 'nothing';
    if (theirs.length > 1) say('I1', `${row.id} made ${theirs.length} processor refunds`);
    if (row.status === 'succeeded' && theirs[0]?.status !== 'succeeded')
      say('I1', `${row.id} succeeded, the processor says ${said}`);
    if (disagree(row, theirs)) say('I4', `${row.id} is ${row.status}, the processor says ${said}`);
  }
  return found;
}

/** After these the payment may be refunded anew (R4). */
export function isPaidBackNoMore(status: RefundRow['status']): boolean {
  return ['rejected', 'declined', 'canceled', 'failed'].includes(status);
}

function disagree({ status }: RefundRow, theirs: readonly SandboxRefund[]): boolean {
  switch (status) {
    case 'failed':
      return theirs.some(pays);
    case 'processing':
      return theirs[0]?.status !== 'pending';
    case 'requested':
    case 'awaiting_approval':
    case 'rejected':
    case 'declined':
    case 'canceled':
      return theirs.length > 0;
    case 'submitting':
    case 'outcome_unknown':
    case 'succeeded':
      return false;
  }
}

/** Whether it is money that left, or is about to. */
export function pays({ status }: SandboxRefund): boolean {
  return status === 'pending' || status === 'succeeded';
}
