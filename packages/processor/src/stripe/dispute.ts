import { money } from '@makewhole/domain/money';
import type { DisputeStatus } from '@makewhole/domain/payments';
import type { ProcessorDispute } from '../port.ts';
import { instantOf } from './refund.ts';
import type { WireDispute } from './wire.ts';

/** Reasons for which a bank returns an ACH debit after it succeeded: Stripe reports that as a dispute. */
export const ACH_RETURNS: ReadonlySet<string> = new Set([
  'insufficient_funds',
  'incorrect_account_details',
  'bank_cannot_process',
]);

export function isAchReturn({ reason, status }: WireDispute): boolean {
  return ACH_RETURNS.has(reason) && statusOf(status) !== 'won';
}

/** The one that decides about the payment: the newest that still stands, else the newest. */
export function decisive(disputes: readonly WireDispute[]): WireDispute | null {
  const newestFirst = disputes.toSorted((one, other) => other.created - one.created);
  return newestFirst.find(({ status }) => statusOf(status) !== 'won') ?? newestFirst[0] ?? null;
}

export function readDispute(dispute: WireDispute): ProcessorDispute {
  const { id, status, reason, amount, created, evidence_details, balance_transactions } = dispute;
  const dueBy = evidence_details?.due_by ?? null;
  const fees = balance_transactions?.map(({ fee }) => fee) ?? [];
  return {
    id,
    status: statusOf(status),
    kind: status.startsWith('warning_') ? 'inquiry' : 'chargeback',
    reason,
    amount: money(amount),
    // Given back where the dispute is won.
    fee: money(Math.max(0, sumOf(fees))),
    feeCharged: money(sumOf(fees.filter((fee) => fee > 0))),
    ...(dueBy !== null && { respondBy: instantOf(dueBy) }),
    openedAt: instantOf(created),
    closedAt: null,
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** A word that is not known yet counts as open. */
function statusOf(status: string): DisputeStatus {
  switch (status) {
    case 'won':
    case 'warning_closed':
    case 'prevented':
      return 'won';
    case 'lost':
      return 'lost';
    default:
      return 'open';
  }
}
