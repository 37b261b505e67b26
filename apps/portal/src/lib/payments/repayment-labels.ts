import type { RepaymentWay } from '@makewhole/domain/repayment-ways';

export const REPAYMENT_LABELS: Record<RepaymentWay, string> = {
  check: 'Paid by check',
  transfer: 'Paid by bank transfer',
  credit: 'Not paid: the client agreed to a credit',
  owed: 'Not paid: the invoice was owed after all',
  state: 'Paid to the state as unclaimed property',
};
