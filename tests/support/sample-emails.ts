// One email of every kind that can be sent, composed by the functions that the worker sends with.
import { composeAccountEmail, type AccountFacts } from '@makewhole/worker/emails/compose-account-email';
import { composeAccountingEmail } from '@makewhole/worker/emails/compose-accounting';
import { composeAlarm } from '@makewhole/worker/emails/compose-alarm';
import { composeEmail, type EmailFacts } from '@makewhole/worker/emails/compose';
import { composeFailingEndpoint } from '@makewhole/worker/emails/compose-failing-endpoint';
import { composeFirmTaskEmail } from '@makewhole/worker/emails/compose-firm-task';
import { composeSealEmail } from '@makewhole/worker/emails/compose-seal';
import { composeTaskEmail } from '@makewhole/worker/emails/compose-task';
import { composeUnansweredVoid } from '@makewhole/worker/emails/compose-unanswered-void';
import type { Email } from '@makewhole/worker/emails/mailer';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import {
  ACCOUNT_EMAIL_KINDS,
  LINK_LIFETIME_MS,
  type AccountEmailKind,
} from '@makewhole/domain/account-emails';
import { accountingText } from '@makewhole/domain/client-accounting';
import { EMAIL_EVENTS, type EmailEvent } from '@makewhole/domain/email-recipients';
import {
  asId,
  type BankAccountId,
  type FirmId,
  type MatterId,
  type ObligationId,
  type RefundId,
  type TransactionId,
  type VoidId,
} from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';

/** What people wrote, which stands in emails. */
export type SampleTexts = {
  readonly person: string;
  readonly firm: string;
  readonly payer: string;
  readonly matter: string;
  readonly reason: string;
  /** Of a task. */
  readonly summary: string;
  /** Of what needs attention. */
  readonly attention: string;
  readonly url: string;
};

export const PLAIN_TEXTS: SampleTexts = {
  person: 'Nora Adler',
  firm: 'Adler & Brandt LLP',
  payer: 'Dana Whitfield',
  matter: 'Whitfield lease',
  reason: 'Paid twice by mistake.\nThe second payment is the one of November 27.',
  summary: 'Decide whether invoice 10455 is still due, now that its payment is refunded',
  attention: ATTENTION_SUMMARIES.payment_disputed,
  url: 'https://practice.adler.example/webhooks/makewhole',
};

export const SAMPLE_PORTAL = 'https://refunds.adler.example';
const ADDRESS = 'nora@adler.example';
const AT = new Date('2026-11-30T14:31:05Z');
const DUE = new Date('2026-12-02T21:00:00Z');
const TIME_ZONE = 'America/New_York';
const TRANSACTION = asId<TransactionId>('txn_8sKd02LmQz71');

/** Each by a name of its own, `refund_processing` or `password_reset`. */
export function sampleEmails(words: SampleTexts = PLAIN_TEXTS): ReadonlyMap<string, Email> {
  return new Map([
    ...EMAIL_EVENTS.map((event) => [event, refundSample(event, words)] as const),
    ...ACCOUNT_EMAIL_KINDS.map((kind) => [kind, accountSample(kind, words)] as const),
    ...otherSamples(words),
  ]);
}

function refundSample(
  event: EmailEvent,
  { firm, payer, matter, reason, summary, attention, person }: SampleTexts,
): Email {
  const facts: EmailFacts = {
    refund: {
      ...{ id: asId<RefundId>('ref_4hT9wQ'), firmName: firm, amount: money(1_250_00), currency: 'USD' },
      ...{ method: 'card', transactionId: TRANSACTION, reason },
      ...{ expectedEarliest: '2026-12-01', expectedLatest: '2026-12-02', settledAt: null },
      failureMessage: "The client's bank sent the money back.",
    },
    payment: {
      ...{ last4: '4242', payer: { name: payer, email: null } },
      matter: { id: asId<MatterId>('mat_1'), externalId: 'm-1', number: '2026-014', name: matter },
    },
    owed: { summary: event === 'attention' ? attention : summary, dueAt: DUE },
    portalUrl: SAMPLE_PORTAL,
  };
  return composeEmail(recipient(person, `ntf_${event}`), event, facts);
}

function accountSample(kind: AccountEmailKind, { firm, person }: SampleTexts): Email {
  const isOfRule = kind === 'rules_loosened';
  const isOfAccess = kind === 'inactivity_told' || kind === 'inactivity_ended';
  const days = { lastUsedAt: '2026-08-25T12:00:00Z', endsAt: '2026-12-07T12:00:00Z' };
  const facts: AccountFacts = {
    ...{ kind, email: ADDRESS, requester: person, firmName: firm, timeZone: TIME_ZONE, requestedAt: AT },
    about: isOfRule
      ? {
          ...{ from: { approvalRule: 'always' }, to: { approvalRule: 'never' } },
          countsFrom: '2026-12-01T14:31:05Z',
        }
      : isOfAccess
        ? { unused: [{ kind: 'user', id: 'usr_1', name: person, ...days }] }
        : null,
  };
  const lifetimeMs = LINK_LIFETIME_MS[kind];
  const link =
    lifetimeMs === null ? null : { token: 'one-time-token', expiresAt: new Date(AT.getTime() + lifetimeMs) };
  const to = { name: person, address: ADDRESS };
  return composeAccountEmail(facts, { emailId: `acc_${kind}`, to, link, portalUrl: SAMPLE_PORTAL });
}

function otherSamples(words: SampleTexts): (readonly [string, Email])[] {
  const { person, firm, payer, matter, summary, url } = words;
  const to = { name: person, email: ADDRESS };
  const task = { id: asId<ObligationId>('obl_1'), subject: '', summary, amount: null, dueAt: DUE };
  const endpoint = { id: 'wh_1', url, failingSince: AT, disabledAt: null, disabledBecause: null };
  const payment = {
    ...{ amount: money(1_250_00), currency: 'USD' as const, payer: { name: payer, email: null } },
    matter: { id: asId<MatterId>('mat_1'), externalId: 'm-1', number: '2026-014', name: matter },
  };
  const seal = { firmName: firm, timeZone: TIME_ZONE, sequence: 217, day: '2026-11-29', sealedAt: AT };
  const where = { portalUrl: SAMPLE_PORTAL, timeZone: TIME_ZONE };
  const accounting = accountingText({
    ...{ firmName: firm, clientName: payer, matterNumber: '2026-014', balanceBefore: money(0) },
    moves: [
      { date: '2026-11-02', step: 'receipt', amount: money(2_000_00) },
      { date: '2026-11-27', step: 'trust_payment', amount: money(-1_250_00) },
    ],
  });
  return [
    [
      'payment_task',
      composeTaskEmail(recipient(person, 'ntf_payment_task'), 'task', {
        ...{ owed: { ...task, kind: 'dispute', transactionId: TRANSACTION }, payment },
        portalUrl: SAMPLE_PORTAL,
      }),
    ],
    [
      'firm_task',
      composeFirmTaskEmail(recipient(person, 'ntf_firm_task'), 'reminder', {
        owed: {
          ...{ ...task, kind: 'month_end', subject: '2026-11', connectionId: null },
          bankAccountId: asId<BankAccountId>('ba_trust'),
        },
        portalUrl: SAMPLE_PORTAL,
      }),
    ],
    ['client_accounting', composeAccountingEmail(recipient(payer, 'ntf_accounting'), accounting)],
    [
      'audit_seal',
      composeSealEmail(recipient(person, 'ntf_seal'), { ...seal, hash: '3f8a'.repeat(16) }, SAMPLE_PORTAL),
    ],
    ['webhook_fails', composeFailingEndpoint(endpoint, to, where)],
    [
      'webhook_off',
      composeFailingEndpoint({ ...endpoint, disabledAt: DUE, disabledBecause: 'failing' }, to, where),
    ],
    [
      'void_unanswered',
      composeUnansweredVoid(
        { voidId: asId<VoidId>('void_1'), firmId: asId<FirmId>('firm_1'), transactionId: TRANSACTION },
        { name: person, address: ADDRESS },
        SAMPLE_PORTAL,
      ),
    ],
    ['alarm', composeAlarm({ alarm: 'sweep_failed', about: 'firm_1', day: '2026-11-30' }, ADDRESS)],
  ];
}

function recipient(name: string, id: string) {
  return { id, recipientName: name, recipientEmail: ADDRESS, resends: 0 };
}
