import { reportLateReturn, type LateReturnReported } from '@makewhole/db/processor-events/report-late-return';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { NOT_FOUND } from './look-up-exactly.ts';
import { readDetail } from './payment-detail.ts';
import { reportLateReturnRoute } from './routes.ts';

export function addLateReturnHandlers(app: App, services: Services): void {
  app.openapi(reportLateReturnRoute, async (c) => {
    const caller = c.get('caller');
    const transactionId = asId<TransactionId>(c.req.valid('param').transactionId);
    const { amount, returnCode = null, debitedFrom = null, ...said } = c.req.valid('json');
    const report = { ...said, transactionId, amount: money(amount), returnCode, debitedFrom };
    const refusal = refusalOf(await reportLateReturn(services.db, changedBy(c), report));
    if (refusal !== null) return problem(c, refusal);
    return c.json(await readDetail(services, caller, transactionId), 200);
  });
}

function refusalOf(reported: LateReturnReported): Refusal | null {
  const notReturnable = (detail: string): Refusal => ({ code: 'not_returnable', detail });
  switch (reported.kind) {
    case 'reported':
      return null;
    case 'payment_not_found':
      return NOT_FOUND.refusal;
    case 'is_refund':
      return notReturnable('This is a refund. Report the return of the payment that it refunded.');
    case 'not_received':
      return notReturnable('This payment never settled, so the bank has nothing to take back.');
    case 'taken_already':
      return notReturnable(
        'The bank took this payment back before: it was returned, or is disputed. Its page shows what is booked.',
      );
    case 'amount_mismatch':
      return { code: 'amount_mismatch', detail: 'The bank cannot take back more than the payment was.' };
    case 'no_such_evidence':
      return {
        code: 'no_such_evidence',
        detail: 'Your firm has no evidence with this ID. Upload the letter first, with POST /v1/evidence.',
      };
    case 'date_out_of_range':
      return { code: 'date_out_of_range', detail: reported.message };
  }
}
