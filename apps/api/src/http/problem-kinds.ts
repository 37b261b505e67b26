// Every code with which the API refuses, and the status and title that belong to it: one exhaustive table.
import type { CommandRefusal } from '@makewhole/domain/contracts/refund';

/** The API's own codes, and those with which a refund refuses a person's command. */
export type ProblemCode =
  | 'invalid_request'
  | 'idempotency_key_missing'
  | 'unauthenticated'
  | 'webhook_forged'
  | 'forbidden'
  | 'origin_not_allowed'
  | 'second_factor_required'
  | 'step_up_required'
  | 'own_account'
  | 'not_found'
  | 'user_not_found'
  | 'session_not_found'
  | 'transaction_not_found'
  | 'refund_not_found'
  | 'evidence_not_found'
  | 'evidence_redacted'
  | 'evidence_redacted_before'
  | 'void_not_found'
  | 'notification_not_found'
  | 'email_being_sent'
  | 'resent_too_often'
  | 'reason_template_not_found'
  | 'too_many_reason_templates'
  | 'bank_account_not_found'
  | 'too_many_bank_accounts'
  | 'bank_account_refused'
  | 'bank_account_required'
  | 'trust_balance_not_found'
  | 'connection_not_found'
  | 'connection_refused'
  | 'connection_taken'
  | 'connections_not_set_up'
  | 'sync_not_found'
  | 'sync_not_possible'
  | 'too_many_connections'
  | 'api_key_not_found'
  | 'too_many_api_keys'
  | 'webhook_endpoint_not_found'
  | 'webhook_delivery_not_found'
  | 'too_many_webhook_endpoints'
  | 'webhooks_not_set_up'
  | 'not_voidable'
  | 'matter_not_found'
  | 'client_not_found'
  | 'not_assignable'
  | 'items_disagree'
  | 'stale'
  | 'changed_meanwhile'
  | 'number_taken'
  | 'below_allocated'
  | 'paid_in_matter'
  | 'exceeds_shortage'
  | 'trust_transaction_not_found'
  | 'recorded_otherwise'
  | 'before_opening'
  | 'opening_schedule_not_found'
  | 'opening_not_reconciled'
  | 'opening_refused'
  | 'opening_changed'
  | 'opening_ended'
  | 'trust_ledger_insufficient'
  | 'not_recordable'
  | 'still_returnable'
  | 'trust_not_restored'
  | 'direction_needed'
  | 'not_returnable'
  | 'statement_unreadable'
  | 'statement_being_read'
  | 'statement_of_other_account'
  | 'statement_not_found'
  | 'statement_in_signed_month_end'
  | 'statement_set_aside'
  | 'month_end_not_found'
  | 'month_end_refused'
  | 'month_end_changed'
  | 'difference_not_explained'
  | 'month_end_not_prepared'
  | 'month_end_signed'
  | 'month_end_too_large'
  | 'export_too_long'
  | 'separate_duties'
  | 'bank_line_not_found'
  | 'check_cashed'
  | 'not_in_sample'
  | 'explanation_needed'
  | 'invoice_not_found'
  | 'no_such_item'
  | 'not_bookable'
  | 'reconciliation_not_found'
  | 'difference_not_found'
  | 'already_refunded'
  | 'preview_stale'
  | 'not_cancelable'
  | 'not_owed'
  | 'reconciliation_running'
  | 'last_owner'
  | 'email_taken'
  | 'not_invited'
  | 'invite_in_portal'
  | 'person_removed'
  | 'too_many_users'
  | 'not_proved'
  | 'too_many_tries'
  | 'link_ended'
  | 'retention_below_floor'
  | 'state_profile_outdated'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'expectation_failed'
  | 'headers_too_large'
  | 'workflow_gone'
  | 'too_large'
  | 'too_much_evidence'
  | 'unsupported_media_type'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'
  | 'not_refundable'
  | 'payload_unreadable'
  | 'obligation_ambiguous'
  | 'too_many_streams'
  | 'internal_error'
  | 'busy'
  | 'processor_record_unusable'
  | 'connection_unavailable'
  | 'not_noted'
  | 'database_unavailable'
  | 'workflow_unavailable'
  | 'timeout'
  | CommandRefusal;

type ProblemKind = { readonly status: ProblemStatus; readonly title: string };
export type ProblemStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 412 | 413 | 415 | 417 | 422 | 429 | 431 | 500 | 503 | 504;

export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is invalid' },
  idempotency_key_missing: { status: 400, title: 'The Idempotency-Key header is missing' },
  unauthenticated: { status: 401, title: 'A valid API key or session is required' },
  webhook_forged: { status: 401, title: 'The webhook was not signed by the payment processor' },
  forbidden: { status: 403, title: 'This key or user does not have permission' },
  own_request: { status: 403, title: 'A second person must decide on this refund' },
  approver_too_new: { status: 403, title: "This person cannot approve the requester's refunds yet" },
  origin_not_allowed: { status: 403, title: 'Sessions are accepted only from the portal' },
  second_factor_required: { status: 403, title: 'A second factor is required' },
  step_up_required: { status: 403, title: 'Confirm your identity again' },
  own_account: { status: 403, title: 'Only another owner can change this' },
  user_not_found: { status: 404, title: 'User not found' },
  session_not_found: { status: 404, title: 'Session not found' },
  last_owner: { status: 409, title: 'A firm must keep at least one owner' },
  email_taken: { status: 409, title: 'This email address is already in use' },
  not_invited: { status: 409, title: 'There is no invitation to resend' },
  invite_in_portal: { status: 422, title: 'Only an owner can give this role, in the portal' },
  person_removed: { status: 409, title: 'This person was removed from the firm' },
  too_many_users: { status: 409, title: 'The firm has reached its limit of users' },
  not_proved: { status: 422, title: 'The password or code is incorrect' },
  too_many_tries: { status: 429, title: 'Too many attempts' },
  link_ended: { status: 422, title: 'The link has been used or has expired' },
  retention_below_floor: { status: 422, title: "The confirmed state's rules ask for a longer retention" },
  state_profile_outdated: { status: 409, title: 'The state profile has changed since it was read' },
  not_found: { status: 404, title: 'Not found' },
  transaction_not_found: { status: 404, title: 'No payment has exactly this transaction ID' },
  refund_not_found: { status: 404, title: 'Refund not found' },
  reconciliation_not_found: { status: 404, title: 'Reconciliation not found' },
  difference_not_found: { status: 404, title: 'Difference not found' },
  evidence_not_found: { status: 404, title: 'Evidence not found' },
  evidence_redacted: { status: 410, title: 'The content of this evidence was redacted' },
  evidence_redacted_before: { status: 409, title: 'This file was redacted before' },
  void_not_found: { status: 404, title: 'No void was requested for this payment' },
  reason_template_not_found: { status: 404, title: 'Reason template not found' },
  too_many_reason_templates: { status: 422, title: 'The firm has reached its limit of reason templates' },
  bank_account_not_found: { status: 404, title: 'Bank account not found' },
  too_many_bank_accounts: { status: 422, title: 'The firm has reached its limit of bank accounts' },
  bank_account_refused: { status: 422, title: 'The bank account cannot be like that' },
  bank_account_required: { status: 422, title: 'Say which bank account' },
  trust_balance_not_found: { status: 404, title: 'No trust balance was imported' },
  connection_not_found: { status: 404, title: 'Connection not found' },
  connection_refused: { status: 422, title: 'The connection cannot be used like that' },
  connection_taken: { status: 409, title: 'This account is connected already' },
  connections_not_set_up: { status: 409, title: 'This installation cannot store credentials yet' },
  sync_not_found: { status: 404, title: 'No sync of this connection was begun' },
  sync_not_possible: { status: 422, title: 'The payments of this connection cannot be taken over' },
  too_many_connections: { status: 422, title: 'The firm has reached its limit of connections' },
  api_key_not_found: { status: 404, title: 'API key not found' },
  too_many_api_keys: { status: 422, title: 'The firm has reached its limit of API keys' },
  webhook_endpoint_not_found: { status: 404, title: 'Webhook endpoint not found' },
  webhook_delivery_not_found: { status: 404, title: 'Webhook delivery not found' },
  too_many_webhook_endpoints: { status: 422, title: 'The firm has reached its limit of webhook endpoints' },
  webhooks_not_set_up: { status: 409, title: 'Webhooks are not set up on this installation' },
  notification_not_found: { status: 404, title: 'Email not found' },
  email_being_sent: { status: 409, title: 'The email is already being sent' },
  resent_too_often: { status: 429, title: 'The email was sent too often or too recently' },
  client_not_found: { status: 404, title: 'Client not found' },
  matter_not_found: { status: 404, title: 'Matter not found' },
  not_in_sample: { status: 409, title: 'This transaction is not in the sample' },
  explanation_needed: { status: 422, title: 'An explanation is needed' },
  check_cashed: { status: 409, title: 'The check is not outstanding any more' },
  invoice_not_found: { status: 404, title: 'Invoice not found' },
  no_such_item: { status: 422, title: 'The payment has no such trust item' },
  not_assignable: { status: 409, title: 'This payment cannot be assigned to that matter' },
  items_disagree: { status: 422, title: 'The items do not add up to the payment' },
  stale: { status: 409, title: 'A newer statement is already here' },
  changed_meanwhile: { status: 412, title: 'It has changed since it was read' },
  number_taken: { status: 409, title: 'Another one has this number' },
  below_allocated: { status: 409, title: 'Payments have paid more of this invoice' },
  paid_in_matter: { status: 409, title: 'A paid invoice stays with its matter' },
  still_returnable: { status: 409, title: 'The bank may still return this payment' },
  trust_not_restored: { status: 409, title: 'The trust money is not back in trust' },
  direction_needed: { status: 422, title: "The payer's written direction is needed" },
  exceeds_shortage: { status: 409, title: 'This is more than the trust account is short by' },
  trust_transaction_not_found: { status: 404, title: 'Trust transaction not found' },
  recorded_otherwise: { status: 409, title: 'It is already recorded, with other facts' },
  before_opening: { status: 422, title: "The account's books begin after that day" },
  opening_schedule_not_found: { status: 404, title: 'Opening schedule not found' },
  opening_not_reconciled: { status: 422, title: 'The opening schedule does not reconcile' },
  opening_refused: { status: 422, title: 'The books of this account cannot be opened like that' },
  opening_changed: { status: 409, title: 'The opening schedule or the books have changed since it was read' },
  opening_ended: { status: 409, title: 'The opening schedule was signed or withdrawn' },
  trust_ledger_insufficient: { status: 409, title: 'The trust ledger does not have this much' },
  not_recordable: { status: 409, title: 'This trust transaction cannot be recorded' },
  not_returnable: { status: 409, title: 'The bank cannot have taken this payment back, or already did' },
  trust_money_gone: { status: 409, title: "The matter's trust balance no longer has this money" },
  not_voidable: { status: 422, title: 'This payment cannot be voided' },
  no_such_obligation: { status: 404, title: 'Obligation not found' },
  already_refunded: { status: 409, title: 'This payment already has a refund' },
  preview_stale: { status: 409, title: 'The preview is out of date' },
  not_cancelable: { status: 409, title: 'The refund can no longer be canceled' },
  not_owed: { status: 409, title: 'This obligation is not open' },
  reconciliation_running: { status: 409, title: 'A reconciliation is already running' },
  already_decided: { status: 409, title: 'A different decision was already made' },
  exceeds_open_balance: { status: 409, title: 'This is more than is open on the invoice' },
  invoice_still_open: { status: 409, title: 'The invoice is still open' },
  not_a_payment_of_it: { status: 422, title: 'No other payment with this ID paid the invoice' },
  date_out_of_range: { status: 422, title: 'The date of the trust step is out of range' },
  not_recorded: { status: 409, title: 'This trust step has not been recorded' },
  too_many_corrections: { status: 422, title: 'This trust step has reached its limit of corrections' },
  client_not_paid: { status: 409, title: 'The client is not paid yet' },
  not_authorized: { status: 409, title: 'No lawyer has authorized this' },
  evidence_required: { status: 422, title: 'A file must prove this' },
  own_authorization: { status: 409, title: 'The person who authorized this step may not match it' },
  payer_reason_required: { status: 422, title: 'Say why trust money goes to somebody else than the client' },
  out_of_order: { status: 409, title: 'An earlier trust step must be recorded first' },
  not_resolvable: { status: 409, title: 'This refund cannot be resolved that way now' },
  method_not_allowed: { status: 405, title: 'This path has no such method' },
  request_timeout: { status: 408, title: 'The request did not arrive in time' },
  expectation_failed: { status: 417, title: 'The Expect header cannot be met' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  workflow_gone: { status: 404, title: 'There is no workflow to ask' },
  too_large: { status: 413, title: 'The request is too large' },
  too_much_evidence: { status: 422, title: 'The firm has reached its limit of stored evidence' },
  unsupported_media_type: { status: 415, title: 'This media type is not supported' },
  idempotency_key_in_use: { status: 409, title: 'A request with this Idempotency-Key has no answer yet' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for a different request' },
  not_refundable: { status: 422, title: 'This payment cannot be refunded' },
  amount_mismatch: { status: 422, title: 'The amount does not match the trust portion' },
  lines_do_not_match: { status: 422, title: 'These bank lines do not match the transfer' },
  line_matched_already: { status: 409, title: 'A bank line is already matched to another transfer' },
  not_bookable: { status: 422, title: 'This external refund cannot be booked' },
  statement_unreadable: { status: 422, title: 'The bank statement cannot be read' },
  statement_of_other_account: { status: 409, title: 'The statement is for a different account' },
  statement_not_found: { status: 404, title: 'Bank statement not found' },
  statement_in_signed_month_end: { status: 409, title: 'A signed month end rests on the bank statement' },
  statement_set_aside: { status: 409, title: 'The bank statement was set aside' },
  statement_being_read: { status: 429, title: "Another of the firm's bank statements is being read" },
  month_end_not_found: { status: 404, title: 'Month end not found' },
  month_end_refused: { status: 422, title: 'This month end cannot be opened' },
  month_end_changed: { status: 409, title: 'The month end has changed since it was read' },
  difference_not_explained: { status: 422, title: 'The difference must be explained' },
  month_end_not_prepared: { status: 409, title: 'The month end has not been prepared' },
  month_end_signed: { status: 409, title: 'The month end is signed' },
  export_too_long: { status: 422, title: 'The list is too long for one export' },
  month_end_too_large: { status: 422, title: 'The month end has too many entries' },
  separate_duties: { status: 403, title: 'Another person must do this' },
  bank_line_not_found: { status: 404, title: 'Bank line not found' },
  payload_unreadable: { status: 422, title: 'The payload cannot be decrypted' },
  no_such_evidence: { status: 422, title: 'The evidence does not exist' },
  answer_needed: { status: 422, title: 'This obligation requires an answer' },
  obligation_ambiguous: { status: 422, title: 'More than one obligation matches' },
  refund_not_found_at_processor: { status: 422, title: 'The payment processor has no such refund' },
  too_many_streams: { status: 429, title: 'Too many event streams are open' },
  internal_error: { status: 500, title: 'Internal error' },
  processor_record_unusable: {
    status: 422,
    title: "The payment processor's record of this payment cannot be used",
  },
  processor_unavailable: { status: 503, title: 'The payment processor is unavailable' },
  connection_unavailable: { status: 503, title: 'The connection cannot be opened' },
  not_noted: { status: 503, title: 'The refund may not have been recorded' },
  database_unavailable: { status: 503, title: 'The database is unavailable' },
  workflow_unavailable: { status: 503, title: 'The workflow is unavailable' },
  busy: { status: 503, title: 'Too many people are signing in' },
  timeout: { status: 504, title: 'The request timed out' },
} as const satisfies Record<ProblemCode, ProblemKind>;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]; // the keys of the table, which has some
