// The firm's timeline in words: who changed its rules, its people, its keys and its webhooks (B9).
import { sayAchWait, type AchWait } from '@makewhole/domain/ach-wait';
import type { FirmEventType } from '@makewhole/domain/firm-events';
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
  'firm.created': () => 'Set the firm up in Makewhole',
  'firm.suspended': () => 'Suspended the firm: nobody signs in, no API key works, open refunds go on',
  'firm.resumed': () => 'Ended the suspension of the firm',
  'payment.applied_from_trust': (_nameOf, { transactionId }) =>
    `Said what the trust money of payment ${typeof transactionId === 'string' ? transactionId : ''} has paid from trust`,
  'month_end.prepared': (_nameOf, data) => `Prepared the month end of ${periodOf(data)}`,
  'month_end.signed': (_nameOf, data) => `Signed the month end of ${periodOf(data)}, and locked the period`,
  'client.accounting_written': () => 'Wrote an accounting of trust money to a client',
  'bank_account.transaction_reviewed': (_nameOf, { quarter }) =>
    `Reviewed a transaction of the sample of ${typeof quarter === 'string' ? quarter : 'a quarter'}`,
  'opening_schedule.created': (_nameOf, data) => `Wrote ${openingOf(data)}`,
  'opening_schedule.withdrawn': (_nameOf, data) => `Withdrew ${openingOf(data)}`,
  'opening_schedule.signed': (_nameOf, data) => `Signed and posted ${openingOf(data)}`,
  'bank_line.matched': () => 'Matched a bank line',
  'bank_line.match_undone': () => 'Undid the match of a bank line',
  'bank_line.corrected': () => 'Matched a mistake of the bank with its correction',
  'bank_line.correction_undone': () => 'Undid the match of a mistake of the bank',
  'settings.changed': () => "Changed the firm's settings",
  'settings.account_map_changed': () => "Changed how the journal is exported to the firm's general ledger",
  'settings.loosening_noted': (_nameOf, { countsFrom }) =>
    `Loosened a rule${typeof countsFrom === 'string' ? `, which counts from ${countsFrom.slice(0, 10)}` : ''}`,
  'settings.loosening_withdrawn': () => 'Withdrew a looser rule before it counted',
  'setup.step_set_aside': (_nameOf, { step }) => `Set a step of the setup aside: ${setupTitleOf(step)}`,
  'setup.step_taken_up': (_nameOf, { step }) => `Took a step of the setup up again: ${setupTitleOf(step)}`,
  'user.invited': (nameOf, { role }) =>
    `Invited ${nameOf('principalId')}${typeof role === 'string' ? ` as ${role}` : ''}`,
  'user.changed': (nameOf) => `Changed what ${nameOf('principalId')} may do`,
  'user.sessions_ended': (nameOf) => `Signed ${nameOf('principalId')} out everywhere`,
  'user.second_factor_removed': (nameOf) => `Took the second factor of ${nameOf('principalId')} away`,
  'account.password_changed': () => 'Set a new password of their own',
  'account.second_factor_on': () => 'Set up an authenticator app of their own',
  'account.second_factor_off': () => 'Turned their own second factor off',
  'account.recovery_codes_made': () => 'Made new recovery codes of their own',
  'api_key.made': (nameOf, { scopes }) =>
    `Made the API key ${nameOf('apiKeyId')}${Array.isArray(scopes) ? ` (${scopes.join(', ')})` : ''}`,
  'api_key.revoked': (nameOf) => `Revoked the API key ${nameOf('apiKeyId')}`,
  'webhook_endpoint.added': (nameOf) => `Added the webhook endpoint ${nameOf('endpointId')}`,
  'webhook_endpoint.changed': (nameOf, { enabled }) =>
    `${typeof enabled === 'boolean' ? TURNED[`${enabled}`] : 'Changed'} the webhook endpoint ${nameOf('endpointId')}`,
  'webhook_endpoint.secret_rotated': (nameOf) =>
    `Gave the webhook endpoint ${nameOf('endpointId')} a new secret`,
  'connection.made': (_nameOf, { mode, waits }) =>
    `Connected a payment company${mode === 'live' ? ', in live mode' : ''}${waits === true ? '; a second person has to confirm it' : ''}`,
  'connection.changed': () => 'Changed the connection to a payment company',
  'connection.credentials_replaced': (_nameOf, { waits }) =>
    `Replaced the credentials of a payment company${waits === true ? '; a second person has to confirm them' : ''}`,
  'connection.broken': () => 'The payment company refused the credentials of a connection',
  'connection.restored': () => 'The payment company accepts the credentials of a connection again',
  'connection.sync_requested': (_nameOf, { dryRun }) =>
    dryRun === true
      ? 'Asked for a dry run of the payments of a connection'
      : "Asked for a connection's payments to be taken over",
  'connection.sync_paused': () => "Paused the taking over of a connection's payments",
  'connection.sync_resumed': () => "Let the taking over of a connection's payments continue",
  'connection.confirmed': () => 'Confirmed the connection to a payment company',
  'bank_account.added': (_nameOf, data) => `Added ${bankAccountOf(data)}`,
  'bank_account.renumbered': (_nameOf, { from, to }) =>
    `Said that the bank changed the number of an account${typeof from === 'string' && typeof to === 'string' ? ` from one ending in ${from} to one ending in ${to}` : ''}`,
  'bank_statement.set_aside': (_nameOf, { lines }) =>
    `Set a bank statement aside as wrong${typeof lines === 'number' ? `, with ${lines} lines` : ''}`,
  'bank_account.changed': (_nameOf, { renamed }) =>
    renamed === true ? 'Changed a bank account, and its name or bank' : 'Changed a bank account',
  'user.disabled_inactive': (nameOf) =>
    `Disabled ${nameOf('principalId')}, who had not signed in for 90 days`,
  'api_key.revoked_unused': (nameOf) => `Revoked the API key ${nameOf('apiKeyId')}, unused for 90 days`,
  'access.inactivity_told': (nameOf, data) =>
    typeof data.apiKeyId === 'string'
      ? `Told the owners that the API key ${nameOf('apiKeyId')} is not used`
      : `Told the owners that ${nameOf('principalId')} does not sign in`,
  'retention.changed': () => 'Changed how long records are kept',
  'legal_hold.changed': (nameOf, { matterId }) =>
    `Changed the legal hold on ${typeof matterId === 'string' ? `matter ${nameOf('matterId')}` : 'the firm'}`,
  'matter.closing_changed': (nameOf) => `Changed when matter ${nameOf('matterId')} was closed`,
  'state_profile.confirmed': (_nameOf, { state, barNumber }) =>
    [
      'Confirmed the trust-accounting rules of a state as a lawyer',
      ...[state, barNumber].filter((fact) => typeof fact === 'string'),
    ].join(', '),
  'payment.assigned': (nameOf, { matterId, items }) =>
    [
      `Assigned payment ${nameOf('transactionId')}`,
      ...(typeof matterId === 'string' ? [`to matter ${nameOf('matterId')}`] : []),
      ...(Array.isArray(items) ? [`in ${accountsIn(items)}`] : []),
    ].join(' '),
  'client.imported': (_nameOf, data) => `Brought in client ${externalIdIn(data)}`,
  'matter.imported': (_nameOf, data) => `Brought in matter ${externalIdIn(data)}`,
  'invoice.imported': (_nameOf, data) => `Brought in invoice ${externalIdIn(data)}`,
  'trust_balance.imported': (_nameOf, data) => `Brought in the trust balance of matter ${externalIdIn(data)}`,
  'payment.loss_reported': (nameOf, data) =>
    `Reported that the bank took ${amountIn(data)} of payment ${nameOf('transactionId')} back`,
  'payment.trust_step_authorized': (nameOf, data) =>
    `Authorized a trust step of ${amountIn(data)} for the loss of payment ${nameOf('transactionId')}`,
  'payment.trust_step_recorded': (nameOf, data) =>
    data.outcome === 'not_made'
      ? `Said that ${amountIn(data)} never left trust for the loss of payment ${nameOf('transactionId')}`
      : `Recorded a trust step of ${amountIn(data)} for the loss of payment ${nameOf('transactionId')}`,
  'payment.invoice_decided': (nameOf, data) =>
    `Decided about ${amountIn(data)} of an invoice that payment ${nameOf('transactionId')} had paid`,
  'trust.replenished': (nameOf, data) =>
    `Replenished the trust account with ${amountIn(data)} for matter ${nameOf('matterId')}`,
  'trust.transaction_recorded': (_nameOf, data) =>
    `Recorded ${amountIn(data)} in a trust account${typeof data.type === 'string' ? `: ${data.type.replaceAll('_', ' ')}` : ''}`,
  'evidence.redacted': (nameOf) => `Redacted the evidence ${nameOf('evidenceId')}`,
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
const known = (value: unknown) => (typeof value === 'string' ? value : 'not known');
const yesOrNo = (value: unknown) => (value === true ? 'yes' : 'no');

const waitIn = (wait: unknown) => sayAchWait(wait as AchWait); // as changesOf writes it
const byMethod = (rules: unknown) =>
  Object.entries(rules ?? {})
    .map(
      ([method, rule]) =>
        `${method}: ${rule === 'account_of_payment' ? 'the account of the payment' : (rule ?? 'not said')}`,
    )
    .join(', ');

const FIELDS: Readonly<Record<string, Field>> = {
  approvalRule: {
    label: 'A second person approves',
    say: (rule) =>
      Object.entries(APPROVAL_RULE_LABELS)
        .find(([known]) => known === rule)?.[1]
        .label.toLowerCase() ?? String(rule),
  },
  approvalOverAmount: { label: 'Large refunds are those over', say: amount('no amount') },
  stepUpOverAmount: { label: 'Prove once more who you are over', say: amount('never') },
  secondFactorRequired: { label: 'A second factor for everybody', say: yesOrNo },
  riskyRefunds: {
    label: 'A second person approves what the preview warns of',
    say: (rule) => yesOrNo(rule === 'approve'),
  },
  achWaitOperating: { label: 'ACH payments to operating wait', say: waitIn },
  achWaitTrust: { label: 'ACH payments to trust wait', say: waitIn },
  separateDuties: { label: 'Somebody else matches the bank lines', say: yesOrNo },
  trustBalanceDays: { label: 'Imported trust balances may be so many days old', say: String },
  stepEvidence: { label: 'A file must prove trust steps', say: (rule) => yesOrNo(rule === 'required') },
  journalBasis: { label: 'Basis of the exported journal', say: String },
  trustStepsFrom: {
    label: 'Trust steps are owed',
    say: (from) =>
      Object.entries(TRUST_STEPS_FROM_LABELS)
        .find(([known]) => known === from)?.[1]
        .label.toLowerCase() ?? String(from),
  },
  drawsOn: { label: 'Refunds are taken from', say: byMethod },
  lossesDebit: { label: 'Losses are taken from', say: byMethod },
  remindAfterBankDays: {
    label: 'People are reminded after bank days',
    say: (days) => (Array.isArray(days) ? days.join(', ') : String(days)),
  },
  escalateAfterBankDays: { label: 'The owner is told after bank days', say: String },
  lastFour: { label: 'Last four digits', say: known },
  isIolta: { label: 'IOLTA', say: yesOrNo },
  state: { label: 'State', say: known },
  status: { label: 'Status', say: String },
  isDefault: { label: 'Default', say: yesOrNo },
  retentionYears: { label: 'Years that records are kept', say: String },
  legalHold: { label: 'Legal hold', say: yesOrNo },
  closedAt: { label: 'Closed', say: (at) => (typeof at === 'string' ? at.slice(0, 10) : 'open') },
  role: { label: 'Role', say: String },
  disabled: { label: 'Disabled', say: yesOrNo },
};

/** An opening schedule, by its last day. */
function openingOf({ cutOverOn }: FirmEvent['data']): string {
  return `the opening books of a trust account${typeof cutOverOn === 'string' ? ` on ${cutOverOn}` : ''}`;
}

function periodOf({ periodStart, endingOn }: FirmEvent['data']): string {
  const isKnown = typeof periodStart === 'string' && typeof endingOn === 'string';
  return isKnown ? `${periodStart} to ${endingOn}` : 'a trust account';
}
