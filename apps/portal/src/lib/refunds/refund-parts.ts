// The parts of a refund's page that only some refunds show. They are fetched with the data of a refund that shows them,
// on the server as in the browser: no refund's page carries the scripts of what it has no use for.
import { completes } from '@makewhole/domain/completing-obligations';
import { canDo } from '@makewhole/domain/refund-states';
import type { PaymentDetail, Refund, RefundOutlook } from '#lib/api-types.ts';
import { tasksOfRefund } from './payment-tasks-of-refund.ts';

type Shown = {
  readonly refund: Refund;
  readonly payment: PaymentDetail;
  readonly outlook: RefundOutlook | null;
};

/** A part is null where the refund does not show it, or where the connection was lost before it came. */
export type RefundParts = Awaited<ReturnType<typeof fetchParts>>;

/* eslint-disable no-restricted-syntax -- files of this app's own, which cross no wall */
export async function fetchParts({ refund, payment, outlook }: Shown) {
  const open = refund.obligations.filter(({ status }) => status === 'open');
  const [approvalForm, noteForm, trustCorrectionForm, resolveForm, whatIsApproved, paymentTasks] =
    await Promise.all([
      part(
        open.some(({ kind }) => kind === 'approval'),
        () => import('./approval-form.svelte'),
      ),
      part(
        open.some(({ kind }) => completes('attention', kind)),
        () => import('./note-form.svelte'),
      ),
      part(
        refund.obligations.some(({ kind, status }) => kind.startsWith('trust_') && status === 'done'),
        () => import('./trust-correction-form.svelte'),
      ),
      part(canDo('resolve', refund.status), () => import('./resolve-form.svelte')),
      part(
        refund.status === 'awaiting_approval' && outlook !== null,
        () => import('./what-is-approved.svelte'),
      ),
      part(
        tasksOfRefund(payment.tasks, refund.id).length > 0,
        () => import('#lib/payments/payment-tasks.svelte'),
      ),
    ]);
  return {
    approvalForm,
    noteForm,
    trustCorrectionForm,
    resolveForm,
    whatIsApproved,
    paymentTasks,
  };
}
/* eslint-enable no-restricted-syntax */

async function part<Part>(
  isShown: boolean,
  load: () => Promise<{ readonly default: Part }>,
): Promise<Part | null> {
  if (!isShown) return null;
  return load().then(
    ({ default: component }) => component,
    () => null,
  );
}
