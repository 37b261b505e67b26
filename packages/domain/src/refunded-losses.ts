// What a refund books when the payment that it refunded is lost (B6); losses.ts has the losses of a payment itself.
import type { MatterId } from './ids.ts';
import { ZERO, money, negate, type Money } from './money.ts';
import type { Posting } from './postings.ts';

/**
 * The original payment bounced, or its dispute was lost, after it was refunded: the client has the money twice and
 * owes it (B6). This step has no inverse: even if the refund's credit came back too, the client would still owe the
 * payment.
 * @param returned what the bank took from operating now
 * @param disputed what it had taken when the dispute opened
 */
export function originalBounced(returned: Money, disputed: Money = ZERO): Posting<'original_bounced'> {
  return {
    step: 'original_bounced',
    leg: 'operating',
    allocationId: null,
    entries: [
      ...(returned === 0
        ? []
        : [{ account: 'operating_bank', matterId: null, amount: negate(returned) } as const]),
      ...(disputed === 0
        ? []
        : [{ account: 'disputed_receipts', matterId: null, amount: negate(disputed) } as const]),
      { account: 'client_receivable', matterId: null, amount: money(returned + disputed) },
    ],
  };
}

/**
 * The bank took the payment's trust money back from trust after the refund was paid out and before trust step (a): the
 * steps cannot be taken any more, and the client, who has the money twice, owes it to the firm (B4, B10).
 */
export function trustMoneyGone(amount: Money, matterId: MatterId): Posting<'trust_money_gone'> {
  return {
    step: 'trust_money_gone',
    leg: 'trust',
    allocationId: null,
    entries: [
      { account: 'refunds_clearing', matterId: null, amount: negate(amount) },
      { account: 'client_receivable', matterId, amount },
    ],
  };
}
