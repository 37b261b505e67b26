// The same refund carried by DBOS instead of Temporal: our own activities as its steps, in the same order, on the same
// Postgres, then its wait for the processor. Told the IDs of refunds that were noted, it starts a workflow for each.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { MockActivityEnvironment } from '@temporalio/testing';
import { connect } from '@makewhole/db/connect';
import { asId, type FirmId, type RefundId } from '@makewhole/domain/ids';
import { checkTransaction } from '@makewhole/worker/activities/check-transaction';
import {
  debitOperatingAccount,
  openTrustFollowUp,
  reverseInvoicePayment,
} from '@makewhole/worker/activities/refund-store';
import { refundAtProcessor } from '@makewhole/worker/activities/refund-at-processor';
import { notifyMatter } from '@makewhole/worker/activities/send-emails';
import { createMailer } from '@makewhole/worker/emails/mailer';
import { SANDBOX_API_KEY } from '../support/sandbox-control.ts';
import { connectedSandbox } from '../support/connected-sandbox.ts';

const WINDOW_SECONDS = 2 * 86_400;

const [databaseUrl, systemDatabaseUrl, sandboxUrl, smtpUrl] = process.argv.slice(2);
if (!databaseUrl || !systemDatabaseUrl || !sandboxUrl || !smtpUrl) {
  throw new Error('dbos-worker.ts <database> <system database> <payment company> <mail server>');
}
const { db } = connect(databaseUrl);
const outside = {
  db,
  processor: connectedSandbox(db, { url: sandboxUrl, apiKey: SANDBOX_API_KEY }),
  mailer: createMailer(smtpUrl, 'Makewhole <refunds@makewhole.example>'),
  portalUrl: 'http://portal.example',
  webhooks: { signingKey: null, allowPrivate: false },
};
const steps = {
  check: checkTransaction(outside),
  send: refundAtProcessor(outside),
  debit: debitOperatingAccount(outside),
  reverse: reverseInvoicePayment(outside),
  followUp: openTrustFollowUp(outside),
  notify: notifyMatter(outside),
};

/** A step of DBOS out of an activity of ours, which asks its surroundings for the time of its attempt. */
function step<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  return DBOS.runStep(() => new MockActivityEnvironment().run(run), { name });
}

const refund = DBOS.registerWorkflow(
  async (firmId: FirmId, refundId: RefundId, at: string) => {
    const input = { firmId, refundId, at };
    await step('check', () => steps.check(input));
    await step('send', () => steps.send(input));
    await Promise.all([
      step('notify', () => steps.notify({ ...input, event: 'refund_processing' })),
      step('debit', () => steps.debit(input)),
      step('reverse', () => steps.reverse(input)),
      step('followUp', () => steps.followUp(input)),
    ]);
    await DBOS.recv('reported', WINDOW_SECONDS);
  },
  { name: 'refund' },
);
const nothing = DBOS.registerWorkflow(async () => undefined, { name: 'nothing' });

DBOS.setConfig({ name: 'bench', systemDatabaseUrl, logLevel: 'error' });
await DBOS.launch();
process.once('disconnect', () => process.exit());
process.on('message', (word: string) => {
  const [firmId, refundId] = word.split(' ');
  void start(firmId, refundId);
});
process.send?.('ready');

/** "nothing <id>" starts a workflow without steps; everything else is a firm and its refund. Says the ID once it stands. */
async function start(firmId = '', refundId = ''): Promise<void> {
  const params = { workflowID: refundId };
  if (firmId === 'nothing') await DBOS.startWorkflow(nothing, params)();
  else {
    const args = [asId<FirmId>(firmId), asId<RefundId>(refundId), new Date().toISOString()] as const;
    await DBOS.startWorkflow(refund, params)(...args);
  }
  process.send?.(refundId);
}
