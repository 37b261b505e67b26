import { formatDay } from '../format-day.ts';
import { TRUST_STEPS_DUE } from '../trust-steps-owed.ts';
import type { Role } from '../roles.ts';
import type { PaymentMethod } from '../payments.ts';
import type { CommandRefusal, CommandResult } from './refund.ts';

const REFUSAL_WORDS: Record<CommandRefusal, string> = {
  forbidden: "Your role or key can't complete this task. Ask a lawyer or your firm's owner.",
  no_such_obligation: "That task isn't open on this refund.",
  already_decided: 'This was already decided differently, and the decision is final.',
  exceeds_open_balance: "You can't write off or credit more than the invoice's open balance.",
  invoice_still_open: 'The invoice is still open, so no other payment has paid it.',
  not_a_payment_of_it: 'Name the other payment that paid this invoice.',
  out_of_order: 'Trust steps go in order: payment, deposit, transfer. Record the previous step first.',
  client_not_paid:
    "The client hasn't been paid yet, so the money in trust is still theirs. Record the step after the refund succeeds.",
  not_authorized:
    "This step isn't authorized yet. Have a lawyer or the owner authorize it on the refund (POST /v1/obligations/{id}/authorize), then record it.",
  evidence_required:
    'Your firm requires a file for this step. Upload the check, confirmation, or bank statement (POST /v1/evidence) and send its ID.',
  amount_mismatch: "The amount and currency must match the refund's trust portion exactly.",
  trust_money_gone:
    "The bank took this money back, so it's no longer in the matter's trust balance. Paying the firm would use other clients' money.",
  date_out_of_range: "The step can't have happened on that date.",
  not_recorded: "This step hasn't been recorded, so there's nothing to correct. Record it instead.",
  too_many_corrections:
    'This step has reached its limit of corrections. Check the refund and the bank before you continue.',
  answer_needed:
    'Was the bank transfer made? If so, record the trust step "transfer". If it wasn\'t and won\'t be, send transferMade: false.',
  no_such_evidence: 'Your firm has no evidence with this ID. Upload the file first (POST /v1/evidence).',
  lines_do_not_match:
    "These lines don't match the transfer. Choose one withdrawal from trust and one deposit to operating, each for the exact amount.",
  line_matched_already: 'One of these lines is already matched to another transfer. Choose a different line.',
  payer_reason_required:
    "The payer isn't the client, and this is the client's trust money. Enter why the payer should receive it (payerReason). It's kept with the refund.",
  own_authorization:
    'You authorized this transfer, or created the API key matching it. Ask a colleague to match its bank lines.',
  own_request:
    'You requested this refund, or created the API key that did. Another person must approve or decline it; you can cancel it.',
  approver_too_new:
    'The requester, or someone they recently added, invited or enabled you or gave you this role within the last five bank days. Have another person approve this refund, or wait until the five days pass.',
  not_resolvable: "This refund's outcome is already known, so there's nothing to resolve.",
  refund_not_found_at_processor: 'The payment processor has no refund with that reference for this payment.',
  processor_unavailable: "We couldn't reach the payment processor. Try again in a minute.",
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
  return `${REFUSAL_WORDS.client_not_paid} Payment is expected by ${formatDay(expectedLatest)}; the step is due ${bankDays} bank days after ${since}.`;
}

const COLLEAGUES = {
  bookkeeper: 'a bookkeeper',
  admin: 'an admin',
  lawyer: 'another lawyer',
  owner: 'an owner',
  viewer: 'a colleague',
} as const;

/** Why whoever authorized a transfer may not match it, and who has to (T10). */
export function ownAuthorizationMessage(colleague: Role): string {
  return REFUSAL_WORDS.own_authorization.replace('a colleague', `${COLLEAGUES[colleague]} of your firm`);
}
