import { createAlarm, type Alarm } from './alarm.ts';
import type { Context } from './context.ts';
import { log } from './log.ts';
import { succeedRefund } from './refund-life.ts';
import { nextSettlementAt, refundsToSettle } from './refunds.ts';

const BATCH_MAX = 100;

/** Pays out what is due. Rung after a refund is made, after the clock is moved, and at start: due dates are on disk. */
export function createSettlement(context: Context): Alarm {
  return createAlarm(() => {
    for (const refund of refundsToSettle(context, BATCH_MAX)) {
      succeedRefund(context, refund);
      log.info({ refundId: refund.id, transactionId: refund.payment_id }, 'refund settled');
    }
    const next = nextSettlementAt(context);
    return next === null ? null : next - context.clock.offsetMs();
  });
}
