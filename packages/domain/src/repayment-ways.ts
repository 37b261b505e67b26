// How a client can be paid whose refund failed (B16). Apart from the rules about it, which need the bank calendar: the
// portal's pages load this.

/** check, transfer: paid. credit: kept by agreement. owed: not to be paid after all. state: paid as unclaimed property. */
export const REPAYMENT_WAYS = ['check', 'transfer', 'credit', 'owed', 'state'] as const;
export type RepaymentWay = (typeof REPAYMENT_WAYS)[number];

/** After these a refund would pay a second time. */
export const WAYS_THAT_PAY = REPAYMENT_WAYS.filter((way) => way !== 'owed');
