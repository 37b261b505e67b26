// The demo firm's past refunds: one of each kind of money, all closed.
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import { stableId } from './stable-id.ts';

export type PlannedRefund = {
  readonly transactionId: string;
  /** The processor's ID for the refund. */
  readonly processorRefundId: string;
  /** Eastern calendar days before now, moved back to a bank day, on which it was requested. */
  readonly daysAgo: number;
  /** Shown to the matter's users (R3). */
  readonly reason: string;
  readonly internalNote: string | null;
  /** The decision about the invoice; null if no invoice was paid. */
  readonly decision: InvoiceDecision | null;
};

export const REFUNDS: readonly PlannedRefund[] = [
  {
    transactionId: 'txn_CI33jOqw5LoVFqxt',
    processorRefundId: stableId('re', 'txn_CI33jOqw5LoVFqxt'),
    daysAgo: 33,
    reason: 'Paid twice by mistake: the office manager had already mailed a check for the same amount.',
    internalNote: 'Check 4471 cleared; spoke with Cedar Hill by phone.',
    decision: null,
  },
  {
    transactionId: 'txn_5k0A8Uci0qRhSBHp',
    processorRefundId: stableId('re', 'txn_5k0A8Uci0qRhSBHp'),
    daysAgo: 31,
    reason: 'Paid with the wrong card. Ms. Castillo will pay this invoice again from her own account.',
    internalNote: null,
    decision: 'still_due',
  },
  {
    transactionId: 'txn_4AzUdIG1OHqttidv',
    processorRefundId: stableId('re', 'txn_4AzUdIG1OHqttidv'),
    daysAgo: 28,
    reason: 'The flat fee for the inventory and accounting was billed twice. This invoice is credited.',
    internalNote: 'Also billed on 10416 as hourly time.',
    decision: 'credit_note',
  },
  {
    transactionId: 'txn_Mtrb1uvZwnZuDMjJ',
    processorRefundId: stableId('re', 'txn_Mtrb1uvZwnZuDMjJ'),
    daysAgo: 26,
    reason: 'The custody motion was withdrawn before work began. The advance deposit is returned in full.',
    internalNote: null,
    decision: null,
  },
];
