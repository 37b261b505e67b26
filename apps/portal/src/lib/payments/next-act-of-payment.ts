import type { Action } from '@makewhole/domain/roles';
import { maySettle } from '@makewhole/domain/obligations';
import type { PaymentDetail } from '#lib/api-types.ts';
import { taskAnchor } from '#lib/refunds/task-anchor.ts';
import type { NextAct } from '#lib/ui/next-act.ts';
import { assignUrl, paymentUrl, refundFormUrl } from './payment-url.ts';

type About = Pick<
  PaymentDetail,
  'transactionId' | 'type' | 'status' | 'refundId' | 'refundOf' | 'eligibility' | 'unassigned'
> & { readonly tasks: readonly Pick<PaymentDetail['tasks'][number], 'id' | 'kind' | 'subject' | 'status'>[] };

/** The next thing that a person can do about a payment, as the button in its header. */
export function nextActOfPayment(payment: About, mayDo: (action: Action) => boolean): NextAct | null {
  const { transactionId, refundOf } = payment;
  const task = payment.tasks.find((one) => one.status === 'open' && maySettle(mayDo, one));
  if (task !== undefined) {
    const label = task.kind === 'dispute' ? 'Respond to the dispute' : 'See what is to do';
    return { label, href: `#${taskAnchor(task.id)}`, isMain: true };
  }
  if (refundOf !== null) {
    const href = refundOf.refundId ? `/refunds/${refundOf.refundId}` : paymentUrl(refundOf.transactionId);
    return { label: refundOf.refundId ? 'View the refund' : 'View the payment', href, isMain: false };
  }
  if (payment.refundId !== null) {
    return { label: 'View refund', href: `/refunds/${payment.refundId}`, isMain: true };
  }
  if (payment.unassigned && mayDo('payment.assign')) {
    return { label: 'Assign the payment', href: assignUrl(transactionId), isMain: true };
  }
  if (payment.type === 'authorization' && payment.status === 'authorized') {
    return mayDo('payment.void') ? { label: 'Void…', href: '#void', isMain: true } : null;
  }
  if (payment.eligibility.refundable && mayDo('refund.request')) {
    return { label: 'Refund…', href: refundFormUrl(transactionId), isMain: true };
  }
  return null;
}
