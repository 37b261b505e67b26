import { TRUST_STEPS_DUE } from '../trust-steps-owed.ts';
import type { Role } from '../roles.ts';
import type { PaymentMethod } from '../payments.ts';
import type { CommandRefusal, CommandResult } from './refund.ts';

const REFUSAL_WORDS: Record<CommandRefusal, string> = {
  forbidden: 'Your role or key may not settle this. Ask a lawyer or an owner of your firm.',
  no_such_obligation: 'This refund does not owe that, or no longer does.',
  already_decided: 'This was decided differently before. A decision that was taken stands.',
  exceeds_open_balance: 'More than is open on the invoice cannot be written off or credited.',
  invoice_still_open: 'The invoice is still open, so no other payment has paid it.',
  not_a_payment_of_it: 'The decision names no other payment that paid this invoice.',
  out_of_order:
    'The trust steps are taken in order: payment, deposit, transfer. Record the one before it first.',
  client_not_paid:
    'The client does not have the money yet, so what is in trust is still theirs. Record the step once the refund has succeeded.',
  not_authorized:
    'No lawyer has authorized this step yet. Ask a lawyer or the owner to authorize it, by POST /v1/obligations/{id}/authorize or on the refund; then record it.',
  evidence_required:
    'Your firm requires a file that proves this step. Upload the check, the confirmation or the bank statement, by POST /v1/evidence, and send its ID.',
  amount_mismatch: "The amount and currency must be exactly those of the refund's trust part.",
  trust_money_gone:
    "The matter's trust balance no longer has this money: the bank took it back. It cannot be paid to the firm, because that would be other clients' money.",
  date_out_of_range: 'The step cannot have been taken on that day.',
  not_recorded: 'This step was never recorded, so there is nothing to correct. Record it.',
  too_many_corrections:
    'This step was corrected as often as it can be. Look at the refund, and at the bank, before you go on.',
  answer_needed:
    'Say whether the bank transfer was made: record it as the trust step "transfer" if it was, send transferMade: false if it was not and will not be.',
  no_such_evidence: 'Your firm has no evidence with this ID. Keep the file first, by POST /v1/evidence.',
  lines_do_not_match:
    'The two lines are not the ends of this transfer: one leaves trust and one comes into operating, both in its very amount.',
  line_matched_already: 'One of the lines is the end of another transfer already. Choose another one.',
  payer_reason_required:
    "The payer is not the client, and this is the client's trust money. Send payerReason: why it goes to the payer. It is kept with the refund.",
  own_authorization:
    'You authorized this transfer, or made an API key of the program that matches it. Ask a colleague to match its bank lines.',
  own_request:
    'You requested this refund, or made an API key of the program that did. Another person must approve or decline it; you may cancel it.',
  approver_too_new:
    'Fewer than five bank days ago whoever asked for this refund, or somebody whom they had just let in, invited you, enabled you or gave you this role. Another person must approve it, or you do once those days are over.',
  not_resolvable: 'The outcome of this refund is not unknown: there is nothing to resolve.',
  refund_not_found_at_processor: 'The payment processor knows no refund by that reference for this payment.',
  processor_unavailable: 'The payment processor could not be asked just now. Try again in a minute.',
};

/** A refusal with its text for a person: the usual one, or one for the specific case. */
export function refusal(
  code: CommandRefusal,
  message = REFUSAL_WORDS[code],
): CommandResult & { readonly ok: false } {
  return { ok: false, code, message };
}

type Unpaid = {
  readonly method: PaymentMethod;
  /** The last bank day on which the client should have the money. */
  readonly expectedLatest: string;
};

/** Why a trust step is refused before the client is paid, and from when on it is owed (R5). */
export function clientNotPaidMessage({ method, expectedLatest }: Unpaid): string {
  const { bankDays, after } = TRUST_STEPS_DUE[method];
  const since = after === 'owed' ? 'then' : 'the processor accepted the refund';
  return `${REFUSAL_WORDS.client_not_paid} That is expected by ${expectedLatest}; the step is due ${bankDays} bank days after ${since}.`;
}

const COLLEAGUES = {
  admin: 'an admin',
  lawyer: 'another lawyer',
  owner: 'an owner',
  viewer: 'a colleague',
} as const;

/** Why whoever authorized a transfer may not match it, and who has to (T10). */
export function ownAuthorizationMessage(colleague: Role): string {
  return REFUSAL_WORDS.own_authorization.replace('a colleague', `${COLLEAGUES[colleague]} of your firm`);
}
