// The sweep's part in letting nothing wait unnoticed (B14): it flags what is stalled and records the messages that are
// due about every obligation; then, on the mail queue, it sends what was recorded. If mail is down, the next sweeps
// retry for a day.
import { Context } from '@temporalio/activity';
import { asId, type ObligationId } from '@makewhole/domain/ids';
import { findSealOf } from '@makewhole/db/audit/seal-email';
import { flagStanding } from '@makewhole/db/obligations/flag-standing';
import { flagUntraced } from '@makewhole/db/obligations/flag-untraced';
import {
  markNotificationFailed,
  markNotificationSent,
} from '@makewhole/db/notifications/prepare-notifications';
import { recordOwedMessages } from '@makewhole/db/notifications/owed-messages';
import {
  dropUnsentEmail,
  findOwed,
  listUnsentEmails,
  type OwedRow,
  type UnsentEmail,
} from '@makewhole/db/notifications/unsent-emails';
import { openMonthEndTasks } from '@makewhole/db/month-ends/month-end-tasks';
import { followChecks } from '@makewhole/db/repayments/follow-checks';
import { findAccountingOf, writeAccountings } from '@makewhole/db/trust/client-accountings';
import { compareChangedBalances } from '@makewhole/db/trust/balance-tasks';
import { openShortages } from '@makewhole/db/trust/shortage';
import { composeEmail, eventOf } from '../emails/compose.ts';
import { composeAccountingEmail } from '../emails/compose-accounting.ts';
import { composeFirmTaskEmail } from '../emails/compose-firm-task.ts';
import { composeSealEmail } from '../emails/compose-seal.ts';
import { composeTaskEmail } from '../emails/compose-task.ts';
import type { Email } from '../emails/mailer.ts';
import type { Dependencies } from './dependencies.ts';
import { readEmailFacts } from './send-emails.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const BATCH_MAX = 200;
/** A workflow that reports the same is quicker. */
const SEND_AFTER_MS = 15_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** An unresponsive mail server costs ten seconds per message: the next sweep continues. */
const SENDING_MAX_MS = 30_000;

/**
 * Flags what is stalled, has no trace or is not cashed, opens what a shortage, an imported trust balance or a month end
 * owes, writes the accountings to clients, and records the messages that are due.
 * @param clock the time; tests pass their own
 */
export const noteOwed =
  ({ db }: Pick<Dependencies, 'db'>, clock = () => new Date()) =>
  async (): Promise<void> => {
    const now = clock();
    await flagStanding(db, { now, limit: BATCH_MAX });
    await flagUntraced(db, { now, limit: BATCH_MAX });
    await followChecks(db, { now, limit: BATCH_MAX });
    await openShortages(db, { now, limit: BATCH_MAX });
    await compareChangedBalances(db, { now, limit: BATCH_MAX });
    await openMonthEndTasks(db, { now, limit: BATCH_MAX });
    await writeAccountings(db, { now, limit: BATCH_MAX });
    await recordOwedMessages(db, { now, limit: BATCH_MAX });
  };

/**
 * Sends what was recorded. @param clock the time; tests pass their own @returns how many emails the mail server
 * accepted
 */
export const tellOwed =
  (dependencies: Dependencies, clock = () => new Date()) =>
  async (): Promise<number> => {
    const { db } = dependencies;
    const before = new Date(clock().getTime() - SEND_AFTER_MS);
    const startedMs = performance.now();
    let taken = 0;
    for (const email of await listUnsentEmails(db, { before, limit: BATCH_MAX })) {
      if (performance.now() - startedMs > SENDING_MAX_MS) break;
      if (await sendOne(dependencies, email)) taken += 1;
      Context.current().heartbeat();
    }
    return taken;
  };

async function sendOne(dependencies: Dependencies, email: UnsentEmail): Promise<boolean> {
  const { db, mailer } = dependencies;
  const composed = await compose(dependencies, email);
  if (composed === null) {
    await dropUnsentEmail(db, email);
    return false;
  }
  const sent = await mailer.send(composed);
  const at = new Date();
  if (sent.kind === 'taken') {
    await markNotificationSent(db, email, at);
    return true;
  }
  const final = sent.kind === 'refused' || at.getTime() - email.createdAt.getTime() > GIVE_UP_AFTER_MS;
  await markNotificationFailed(db, email, { error: sent.message, final, at });
  return false;
}

/** Null if what it asks for is already done. */
async function compose({ db, portalUrl }: Dependencies, email: UnsentEmail): Promise<Email | null> {
  const seal = await findSealOf(db, email);
  if (seal !== undefined) return seal === null ? null : composeSealEmail(email, seal, portalUrl);
  const accounting = await findAccountingOf(db, email);
  if (accounting !== undefined) return composeAccountingEmail(email, accounting);
  const [, id] = email.event.split(':');
  const owed = id === undefined ? null : await findOwed(db, email.firmId, asId<ObligationId>(id));
  if (id !== undefined && owed?.status !== 'open') return null;
  const isOfFirm = owed !== null && (owed.bankAccountId ?? owed.connectionId) !== null;
  if (isOfFirm) return composeFirmTaskEmail(email, eventOf(email), { owed, portalUrl });
  if (email.refundId === null) return owed === null ? null : composeAboutPayment(db, portalUrl, email, owed);
  const { firmId, refundId } = email;
  const facts = await readEmailFacts(db, { firmId, refundId }, owed, portalUrl);
  return composeEmail(email, eventOf(email), facts);
}

async function composeAboutPayment(
  db: Dependencies['db'],
  portalUrl: string,
  email: UnsentEmail,
  owed: OwedRow,
): Promise<Email | null> {
  const { firmId } = email;
  if (owed.transactionId === null) return null;
  const payment = await findPayment(db, { firmId, transactionId: owed.transactionId });
  const { transactionId } = owed;
  return composeTaskEmail(email, eventOf(email), { owed: { ...owed, transactionId }, payment, portalUrl });
}
