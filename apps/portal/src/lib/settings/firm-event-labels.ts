// The firm's timeline in words: who changed its rules, its people, its keys and its webhooks (B9).
import { sayAchWait, type AchWait } from '@makewhole/domain/ach-wait';
import type { FirmEventType } from '@makewhole/domain/firm-events';
import { formatShortDay } from '@makewhole/domain/format-day';
import { formatMoney, money } from '@makewhole/domain/money';
import type { FirmEvent } from '#lib/api-types.ts';
import { setupTitleOf } from '#lib/home/setup-labels.ts';
import { APPROVAL_RULE_LABELS } from './approval-policy.ts';
import { TRUST_STEPS_FROM_LABELS } from './trust-rules.ts';

/** The names behind the IDs of users, keys and endpoints. */
export type Names = Readonly<Record<string, string>>;

export type FirmEventLabel = {
  readonly summary: string;
  /** Each change in turn: from what, to what. */
  readonly changes: readonly string[];
};

/** @throws nothing: a missing fact is left out */
export function describeFirmEvent(
  { type, data }: Pick<FirmEvent, 'type' | 'data'>,
  names: Names,
): FirmEventLabel {
  const nameOf = (key: string) => {
    const id = data[key];
    return typeof id === 'string' ? (names[id] ?? id) : 'somebody';
  };
  const summary = SUMMARIES[type](nameOf, data);
  const reference = typeof data.reference === 'string' ? [`Reference: ${data.reference}`] : [];
  return { summary, changes: [...changesIn(data), ...reference] };
}

type NameOf = (key: string) => string;

const SUMMARIES: Record<FirmEventType, (nameOf: NameOf, data: FirmEvent['data']) => string> = {
  'firm.created': () => 'Set up the firm in Makewhole',
  'firm.suspended': () =>
    'Suspended the firm: sign-ins and API keys are blocked, refunds in progress continue',
  'firm.resumed': () => "Lifted the firm's suspension",
  'payment.applied_from_trust': (_nameOf, { transactionId }) =>
    `Recorded what was paid from the trust portion of payment ${typeof transactionId === 'string' ? transactionId : ''}`,
  'month_end.prepared': (_nameOf, data) => `Prepared the month end for ${periodOf(data)}`,
  'month_end.signed': (_nameOf, data) => `Signed the month end for ${periodOf(data)} and locked the period`,
  'month_end.printed': (_nameOf, data) => `Printed and locked the signed binder for ${periodOf(data)}`,
  'client.accounting_written': () => 'Prepared a trust accounting for a client',
  'bank_account.transaction_reviewed': (_nameOf, { quarter }) =>
    `Reviewed a sampled transaction for ${typeof quarter === 'string' ? quarter : 'a quarter'}`,
  'opening_schedule.created': (_nameOf, data) => `Prepared ${openingOf(data)}`,
  'opening_schedule.withdrawn': (_nameOf, data) => `Withdrew ${openingOf(data)}`,
  'opening_schedule.signed': (_nameOf, data) => `Signed and posted ${openingOf(data)}`,
  'dispute.evidence_packed': (nameOf) =>
    `Created an evidence pack for the dispute of payment ${nameOf('transactionId')}`,
  'dispute.responded': (nameOf, { response }) =>
    response === 'accepted'
      ? `Accepted the dispute of payment ${nameOf('transactionId')}`
      : `Recorded that evidence was sent for the dispute of payment ${nameOf('transactionId')}`,
  'obligation.assigned': (nameOf, { assigneeId }) =>
    assigneeId === null ? 'Unassigned a task' : `Assigned a task to ${nameOf('assigneeId')}`,
  'obligation.snoozed': (_nameOf, { until }) =>
    until === null ? 'Ended the snooze of a task' : 'Snoozed a task for themselves',
  'comment.added': () => 'Commented on a payment',
  'bank_line.matched': () => 'Matched a bank line',
  'bank_line.match_undone': () => 'Unmatched a bank line',
  'bank_line.corrected': () => 'Matched a bank error with its correction',
  'bank_line.correction_undone': () => 'Unmatched a bank error',
  'settings.changed': () => "Changed the firm's settings",
  'settings.account_map_changed': () => 'Changed the general-ledger export',
  'settings.loosening_noted': (_nameOf, { countsFrom }) =>
    `Loosened a rule${typeof countsFrom === 'string' ? `, effective ${dayIn(countsFrom)}` : ''}`,
  'settings.loosening_withdrawn': () => 'Withdrew a looser rule before it took effect',
  'setup.step_set_aside': (_nameOf, { step }) => `Skipped a setup step: ${setupTitleOf(step)}`,
  'setup.step_taken_up': (_nameOf, { step }) => `Reopened a setup step: ${setupTitleOf(step)}`,
  'user.invited': (nameOf, { role }) =>
    `Invited ${nameOf('principalId')}${typeof role === 'string' ? ` as ${role}` : ''}`,
  'user.changed': (nameOf) => `Changed the access of ${nameOf('principalId')}`,
  'user.sessions_ended': (nameOf) => `Signed ${nameOf('principalId')} out everywhere`,
  'user.second_factor_removed': (nameOf) => `Reset two-factor for ${nameOf('principalId')}`,
  'account.password_changed': () => 'Changed their password',
  'account.second_factor_on': () => 'Set up an authenticator app',
  'account.second_factor_off': () => 'Turned off two-factor for themselves',
  'account.recovery_codes_made': () => 'Created new recovery codes',
  'api_key.made': (nameOf, { scopes }) =>
    `Created the API key ${nameOf('apiKeyId')}${Array.isArray(scopes) ? ` (${scopes.join(', ')})` : ''}`,
  'api_key.revoked': (nameOf) => `Revoked the API key ${nameOf('apiKeyId')}`,
  'webhook_endpoint.added': (nameOf) => `Added the webhook endpoint ${nameOf('endpointId')}`,
  'webhook_endpoint.changed': (nameOf, { enabled }) =>
    `${typeof enabled === 'boolean' ? TURNED[`${enabled}`] : 'Changed'} the webhook endpoint ${nameOf('endpointId')}`,
  'webhook_endpoint.secret_rotated': (nameOf) =>
    `Rotated the secret of webhook endpoint ${nameOf('endpointId')}`,
  'webhook_endpoint.removed': (nameOf) => `Deleted the webhook endpoint ${nameOf('endpointId')}`,
  'connection.made': (_nameOf, { mode, waits }) =>
    `Connected a payment processor${mode === 'live' ? ', in live mode' : ''}${waits === true ? '; a second person must confirm it' : ''}`,
  'connection.changed': () => 'Changed a payment processor connection',
  'connection.credentials_replaced': (_nameOf, { waits }) =>
    `Replaced a payment processor's credentials${waits === true ? '; a second person must confirm them' : ''}`,
  'connection.broken': () => "The payment processor rejected a connection's credentials",
  'connection.restored': () => "The payment processor accepts a connection's credentials again",
  'connection.sync_requested': (_nameOf, { dryRun }) =>
    dryRun === true
      ? "Started a trial import of a connection's payments"
      : "Started importing a connection's payments",
  'connection.sync_paused': () => "Paused the import of a connection's payments",
  'connection.sync_resumed': () => "Resumed the import of a connection's payments",
  'connection.confirmed': () => 'Confirmed a payment processor connection',
  'bank_account.added': (_nameOf, data) => `Added ${bankAccountOf(data)}`,
  'bank_account.renumbered': (_nameOf, { from, to }) =>
    `Recorded a new account number from the bank${typeof from === 'string' && typeof to === 'string' ? `, ending in ${to} (was ${from})` : ''}`,
  'bank_statement.set_aside': (_nameOf, { lines }) =>
    `Set aside a bank statement${typeof lines === 'number' ? ` of ${lines} ${lines === 1 ? 'line' : 'lines'}` : ''}`,
  'bank_account.changed': (_nameOf, { renamed }) =>
    renamed === true ? 'Changed a bank account, including its name or bank' : 'Changed a bank account',
  'user.disabled_inactive': (nameOf) => `Disabled ${nameOf('principalId')} after 90 days without a sign-in`,
  'api_key.revoked_unused': (nameOf) => `Revoked the API key ${nameOf('apiKeyId')} after 90 days without use`,
  'access.inactivity_told': (nameOf, data) =>
    typeof data.apiKeyId === 'string'
      ? `Emailed the owners that the API key ${nameOf('apiKeyId')} is unused`
      : `Emailed the owners that ${nameOf('principalId')} hasn't signed in`,
  'retention.changed': () => 'Changed record retention',
  'legal_hold.changed': (nameOf, { matterId }) =>
    `Changed the legal hold on ${typeof matterId === 'string' ? `matter ${nameOf('matterId')}` : 'the firm'}`,
  'matter.closing_changed': (nameOf) => `Changed the closing date of matter ${nameOf('matterId')}`,
  'state_profile.confirmed': (_nameOf, { state, barNumber }) =>
    [
      "Confirmed a state's trust-accounting rules as a lawyer",
      ...[state, barNumber].filter((fact) => typeof fact === 'string'),
    ].join(', '),
  'payment.assigned': (nameOf, { matterId, items }) =>
    [
      `Assigned payment ${nameOf('transactionId')}`,
      ...(typeof matterId === 'string' ? [`to matter ${nameOf('matterId')}`] : []),
      ...(Array.isArray(items) ? [`in ${accountsIn(items)}`] : []),
    ].join(' '),
  'client.imported': (_nameOf, data) => `Imported client ${externalIdIn(data)}`,
  'matter.imported': (_nameOf, data) => `Imported matter ${externalIdIn(data)}`,
  'invoice.imported': (_nameOf, data) => `Imported invoice ${externalIdIn(data)}`,
  'trust_balance.imported': (_nameOf, data) => `Imported the trust balance of matter ${externalIdIn(data)}`,
  'payment.loss_reported': (nameOf, data) =>
    `Reported that the bank took back ${amountIn(data)} of payment ${nameOf('transactionId')}`,
  'payment.trust_step_authorized': (nameOf, data) =>
    `Authorized a trust step of ${amountIn(data)} for the loss of payment ${nameOf('transactionId')}`,
  'payment.trust_step_recorded': (nameOf, data) =>
    data.outcome === 'not_made'
      ? `Recorded that ${amountIn(data)} never left trust for the loss of payment ${nameOf('transactionId')}`
      : `Recorded a trust step of ${amountIn(data)} for the loss of payment ${nameOf('transactionId')}`,
  'payment.invoice_decided': (nameOf, data) =>
    `Decided ${amountIn(data)} of the invoice paid by payment ${nameOf('transactionId')}`,
  'trust.replenished': (nameOf, data) =>
    `Replenished the trust account with ${amountIn(data)} for matter ${nameOf('matterId')}`,
  'trust.transaction_recorded': (_nameOf, data) =>
    `Recorded ${amountIn(data)} in a trust account${typeof data.type === 'string' ? `: ${data.type.replaceAll('_', ' ')}` : ''}`,
  'evidence.redacted': (nameOf) => `Redacted evidence ${nameOf('evidenceId')}`,
};

function bankAccountOf({ kind, lastFour }: FirmEvent['data']): string {
  const ending = typeof lastFour === 'string' ? ` ending in ${lastFour}` : '';
  return kind === 'trust' ? `a trust account${ending}` : `an operating account${ending}`;
}

/** The ID of the firm's own system. */
function externalIdIn({ externalId }: FirmEvent['data']): string {
  return typeof externalId === 'string' ? externalId : '';
}

/** The accounts that a payment's items went to, each once. */
function accountsIn(items: readonly unknown[]): string {
  const accounts = items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'account' in item ? [String(item.account)] : [],
  );
  return [...new Set(accounts)].join(' and ');
}

function amountIn({ amount }: FirmEvent['data']): string {
  return typeof amount === 'number' ? formatMoney(money(amount), 'USD') : 'an amount';
}

const TURNED = { true: 'Turned on', false: 'Turned off' } as const;

function changesIn({ changes }: FirmEvent['data']): string[] {
  if (typeof changes !== 'object' || changes === null) return [];
  return Object.entries(changes).map(([field, change]) => {
    const { from, to } = change as { readonly from: unknown; readonly to: unknown }; // as changesOf writes them
    const { label, say } = FIELDS[field] ?? { label: field, say: String };
    return `${label}: ${say(from)} → ${say(to)}`;
  });
}

type Field = { readonly label: string; readonly say: (value: unknown) => string };

const amount = (none: string) => (value: unknown) =>
  typeof value === 'number' ? formatMoney(money(value), 'USD') : none;
const known = (value: unknown) => (typeof value === 'string' ? value : 'unknown');
const yesOrNo = (value: unknown) => (value === true ? 'yes' : 'no');

const waitIn = (wait: unknown) => sayAchWait(wait as AchWait); // as changesOf writes it
const byMethod = (rules: unknown) =>
  Object.entries(rules ?? {})
    .map(
      ([method, rule]) =>
        `${method}: ${rule === 'account_of_payment' ? "the payment's account" : (rule ?? 'not set')}`,
    )
    .join(', ');

const FIELDS: Readonly<Record<string, Field>> = {
  approvalRule: {
    label: 'Second approval',
    say: (rule) =>
      Object.entries(APPROVAL_RULE_LABELS)
        .find(([known]) => known === rule)?.[1]
        .label.toLowerCase() ?? String(rule),
  },
  approvalOverAmount: { label: 'Large refund amount', say: amount('no amount') },
  stepUpOverAmount: { label: 'Confirm identity for refunds over', say: amount('never') },
  secondFactorRequired: { label: 'Two-factor required for everyone', say: yesOrNo },
  riskyRefunds: {
    label: 'Second approval for refunds with warnings',
    say: (rule) => yesOrNo(rule === 'approve'),
  },
  achWaitOperating: { label: 'ACH wait, operating', say: waitIn },
  achWaitTrust: { label: 'ACH wait, trust', say: waitIn },
  separateDuties: { label: 'Bank lines matched by someone else', say: yesOrNo },
  trustBalanceDays: { label: 'Maximum age of imported trust balances, in days', say: String },
  stepEvidence: { label: 'File required for trust steps', say: (rule) => yesOrNo(rule === 'required') },
  journalBasis: { label: 'Basis of the exported journal', say: String },
  trustStepsFrom: {
    label: 'Trust steps become due',
    say: (from) =>
      Object.entries(TRUST_STEPS_FROM_LABELS)
        .find(([known]) => known === from)?.[1]
        .label.toLowerCase() ?? String(from),
  },
  drawsOn: { label: 'Refunds are paid from', say: byMethod },
  lossesDebit: { label: 'Losses are debited from', say: byMethod },
  remindAfterBankDays: {
    label: 'Reminders, in bank days',
    say: (days) => (Array.isArray(days) ? days.join(', ') : String(days)),
  },
  escalateAfterBankDays: { label: 'Escalation to the owner, in bank days', say: String },
  lastFour: { label: 'Last four digits', say: known },
  isIolta: { label: 'IOLTA', say: yesOrNo },
  state: { label: 'State', say: known },
  status: { label: 'Status', say: String },
  isDefault: { label: 'Default', say: yesOrNo },
  retentionYears: { label: 'Record retention, in years', say: String },
  legalHold: { label: 'Legal hold', say: yesOrNo },
  closedAt: { label: 'Closed', say: (at) => (typeof at === 'string' ? dayIn(at) : 'open') },
  role: { label: 'Role', say: String },
  disabled: { label: 'Disabled', say: yesOrNo },
};

/** An opening schedule, by its last day. */
function openingOf({ cutOverOn }: FirmEvent['data']): string {
  return `the opening books of a trust account${typeof cutOverOn === 'string' ? ` as of ${dayIn(cutOverOn)}` : ''}`;
}

function periodOf({ periodStart, endingOn }: FirmEvent['data']): string {
  const isKnown = typeof periodStart === 'string' && typeof endingOn === 'string';
  return isKnown ? `${dayIn(periodStart)} to ${dayIn(endingOn)}` : 'a trust account';
}

/** The day of a date or an instant, as people write it. */
function dayIn(at: string): string {
  return formatShortDay(at.slice(0, 10));
}
