import {
  askForApproval,
  expireApproval,
  debitOperatingAccount,
  openTrustFollowUp,
  reverseInvoicePayment,
  closeRefund,
  flagLate,
  raiseAttention,
  takeInstruction,
} from './refund-store.ts';
import { bookPayouts } from './book-payouts.ts';
import { checkTransaction } from './check-transaction.ts';
import { deliverWebhook, giveUpWebhook } from './deliver-webhook.ts';
import { followSettlement } from './follow-settlement.ts';
import { resolveOutcome } from './resolve-outcome.ts';
import { refundAtProcessor } from './refund-at-processor.ts';
import { forgetOldAnswers, relayProcessorEvents, restartEnded, startStranded } from './sweep.ts';
import type { WorkerDependencies } from './dependencies.ts';
import { lookAtPaid } from './look-at-paid.ts';
import { reconcilePage } from './reconcile-page.ts';
import { finishReconciliation, listFirmsToReconcile, startReconciliation } from './reconciliation-record.ts';
import { reportSyncStuck, syncPage } from './sync-page.ts';
import { sealFirms } from './seal-audit.ts';
import { giveUpAccountEmail, sendAccountEmail } from './send-account-email.ts';
import { sendAlarm } from './send-alarm.ts';
import { giveUpOnEmail, sendEmailAgain } from './send-email-again.ts';
import { purgeOldRecords, reviewAccess } from './nightly-upkeep.ts';
import { notifyMatter, remindPeople } from './send-emails.ts';
import { noteOwed, tellOwed } from './notify-owed.ts';
import { tellVoidUnanswered, voidAtProcessor } from './void-at-processor.ts';

export type RefundActivities = ReturnType<typeof createActivities>;

/** Every activity, under the name that workflows and operators use, bound to the outside world. */
export function createActivities(dependencies: WorkerDependencies) {
  return {
    checkTransaction: checkTransaction(dependencies),
    askForApproval: askForApproval(dependencies),
    expireApproval: expireApproval(dependencies),
    refundAtProcessor: refundAtProcessor(dependencies),
    debitOperatingAccount: debitOperatingAccount(dependencies),
    reverseInvoicePayment: reverseInvoicePayment(dependencies),
    openTrustFollowUp: openTrustFollowUp(dependencies),
    notifyMatter: notifyMatter(dependencies),
    followSettlement: followSettlement(dependencies),
    takeInstruction: takeInstruction(dependencies),
    resolveOutcome: resolveOutcome(dependencies),
    raiseAttention: raiseAttention(dependencies),
    remindPeople: remindPeople(dependencies),
    sendEmailAgain: sendEmailAgain(dependencies),
    giveUpOnEmail: giveUpOnEmail(dependencies),
    flagLate: flagLate(dependencies),
    closeRefund: closeRefund(dependencies),
    startStranded: startStranded(dependencies),
    restartEnded: restartEnded(dependencies),
    relayProcessorEvents: relayProcessorEvents(dependencies),
    forgetOldAnswers: forgetOldAnswers(dependencies),
    noteOwed: noteOwed(dependencies),
    tellOwed: tellOwed(dependencies),
    listFirmsToReconcile: listFirmsToReconcile(dependencies),
    bookPayouts: bookPayouts(dependencies),
    lookAtPaid: lookAtPaid(dependencies),
    sealFirms: sealFirms(dependencies),
    reviewAccess: reviewAccess(dependencies),
    purgeOldRecords: purgeOldRecords(dependencies),
    startReconciliation: startReconciliation(dependencies),
    reconcilePage: reconcilePage(dependencies),
    finishReconciliation: finishReconciliation(dependencies),
    syncPage: syncPage(dependencies),
    reportSyncStuck: reportSyncStuck(dependencies),
    voidAtProcessor: voidAtProcessor(dependencies),
    sendAccountEmail: sendAccountEmail(dependencies),
    giveUpAccountEmail: giveUpAccountEmail(dependencies),
    tellVoidUnanswered: tellVoidUnanswered(dependencies),
    deliverWebhook: deliverWebhook(dependencies),
    giveUpWebhook: giveUpWebhook(dependencies),
    sendAlarm: sendAlarm(dependencies),
  };
}
