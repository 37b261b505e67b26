// Every workflow that this worker runs, by the name of its type: the entry of the workflow bundle.
export { accountEmail } from './account-email.ts';
export { deliverWebhook } from './deliver-webhook.ts';
export { processorSync } from './processor-sync.ts';
export { reconcile, reconcileAll } from './reconcile.ts';
export { refund } from './refund/refund.ts';
export { resendEmail } from './resend-email.ts';
export { nightlyUpkeep } from './nightly-upkeep.ts';
export { sealAudit } from './seal-audit.ts';
export { sweep } from './sweep.ts';
export { tellOperator } from './notify-operator.ts';
export { voidAuthorization } from './void-authorization.ts';
