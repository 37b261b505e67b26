import type { RepaymentWay } from '@makewhole/domain/obligations';

export const REPAYMENT_LABELS: Record<RepaymentWay, string> = {
  check: 'By check',
  transfer: 'By bank transfer',
  credit: 'Not paid: the client agreed to a credit',
};
