// A firm's account at a payment company, what the books must know of it, and who may let it move money.
import type { Instant } from './bank-calendar.ts';
import type { LossesDebit } from './losses.ts';
import type { PaymentMethod } from './payments.ts';

/** live moves money; test does not. */
export const CONNECTION_MODES = ['live', 'test'] as const;
export type ConnectionMode = (typeof CONNECTION_MODES)[number];

/**
 * new: a second person has not confirmed it yet. broken: the company no longer accepts the credentials. disabled: by the
 * firm; its running refunds are followed to their end.
 */
export const CONNECTION_STATUSES = ['new', 'active', 'broken', 'disabled'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

/** Whether new refunds may go through it, and unknown payments are asked for there: a broken one is waited for. */
export function isInUse({ status }: { readonly status: ConnectionStatus }): boolean {
  return status === 'active' || status === 'broken';
}

/**
 * gross: each receipt and each refund moves the bank account. net: they move a balance at the company, which pays out what is
 * left (BK4).
 */
export const SETTLES = ['gross', 'net'] as const;
export type Settles = (typeof SETTLES)[number];

/** The bank account that the company pays out to; mixed: by the item's account. */
export const PAYS_OUT_TO = ['mixed', 'operating', 'trust'] as const;
export type PaysOutTo = (typeof PAYS_OUT_TO)[number];

/** Which account a refund leaves: operating (R5), or each leg's own (D1). */
export const DRAWS_ON = ['operating', 'account_of_payment'] as const;
export type DrawsOn = (typeof DRAWS_ON)[number];

export type ConnectionRules = {
  readonly lossesDebit: Readonly<Record<PaymentMethod, LossesDebit>>;
  /** Null as long as nobody has said it: then nothing of that method can be refunded. */
  readonly drawsOn: Readonly<Record<PaymentMethod, DrawsOn | null>>;
};

/**
 * Whether the rule for losses contradicts how the company pays out: one that nets takes a loss out of what it pays out,
 * so where that is trust it cannot be operating that is debited (ADR 37).
 */
export function hasImpossibleLosses({
  settles,
  paysOutTo,
  lossesDebit,
}: Pick<ConnectionRules, 'lossesDebit'> & {
  readonly settles: Settles;
  readonly paysOutTo: PaysOutTo;
}): boolean {
  const isOutOfTrust = settles === 'net' && paysOutTo === 'trust';
  return isOutOfTrust && Object.values(lossesDebit).includes('operating');
}

/** What a company said when a connection's credentials were checked, without moving money. */
export type ConnectionReport = {
  readonly checkedAt: Instant;
  /** Null if the company did not say. */
  readonly mode: ConnectionMode | null;
  readonly permissions: readonly ConnectionPermission[];
  /** What stops the connection from being used, each as a sentence that says what to do; empty if nothing does. */
  readonly problems: readonly string[];
};

export type ConnectionPermission = {
  /** In the company's own words, such as "Refunds: write". */
  readonly name: string;
  /** unknown: the company could not be asked. */
  readonly status: 'granted' | 'missing' | 'unknown';
};

/** A firm has one for each bank account at each company, so this is far more than it needs. Disabled ones count. */
export const CONNECTIONS_MAX = 20;

/** Whether a second person must confirm what lets a connection move money: the firm's rule for refunds, in live mode. */
export function needsSecondPerson(
  { mode }: { readonly mode: ConnectionMode },
  { approvalRule }: { readonly approvalRule: string },
): boolean {
  return mode === 'live' && approvalRule !== 'never';
}

export type ConnectionFault = keyof typeof FAULTS;

/** Why a change is refused, in words for the person who asks for it. */
export const FAULTS = {
  not_confirmed: 'A second owner or a lawyer has to confirm this connection before it can be used.',
  own_confirmation:
    'Whoever made or replaced the credentials cannot confirm them. Ask another owner or a lawyer.',
  nothing_to_confirm: 'Nothing of this connection waits to be confirmed.',
  still_broken:
    'The payment company refuses the credentials of this connection. Replace them: it works again by itself then.',
  losses_out_of_trust:
    'A company that nets takes disputes and returns out of what it pays out, and this connection pays out to trust. Set `lossesDebit` to `account_of_payment` for cards and ACH, or have it pay out to operating.',
  account_taken: 'Another connection to the same account is in use. Disable that one first.',
  has_no_credentials: 'This connection has no credentials of its own: they are settings of the installation.',
} as const;
