// Every refusal of the API: RFC 9457 problem documents with a stable code. This is the one place where an error becomes
// a status.
import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import { REFUSAL_CODES } from '@makewhole/domain/eligibility';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { ACTIONS, type Action } from '@makewhole/domain/roles';
import { VOID_REFUSAL_CODES } from '@makewhole/domain/voids';
import type { InstructionRefusal } from '@makewhole/domain/contracts/refund';
import type { ApiEnv } from '../context.ts';

/** Codes of the API's own, and those with which a refund refuses a person's instruction. */
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
  | 'void_not_found'
  | 'notification_not_found'
  | 'email_being_sent'
  | 'resent_too_often'
  | 'reason_template_not_found'
  | 'too_many_reason_templates'
  | 'api_key_not_found'
  | 'too_many_api_keys'
  | 'webhook_endpoint_not_found'
  | 'webhook_delivery_not_found'
  | 'too_many_webhook_endpoints'
  | 'webhooks_not_set_up'
  | 'not_voidable'
  | 'matter_not_found'
  | 'not_assignable'
  | 'statement_unreadable'
  | 'statement_being_read'
  | 'statement_of_other_account'
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
  | 'too_many_users'
  | 'not_proved'
  | 'too_many_tries'
  | 'too_large'
  | 'too_much_evidence'
  | 'unsupported_media_type'
  | 'idempotency_key_reused'
  | 'not_refundable'
  | 'payload_unreadable'
  | 'obligation_ambiguous'
  | 'too_many_streams'
  | 'internal_error'
  | 'busy'
  | 'processor_record_unusable'
  | 'not_noted'
  | 'database_unavailable'
  | 'workflow_unavailable'
  | 'timeout'
  | InstructionRefusal;

type ProblemKind = { readonly status: ProblemStatus; readonly title: string };
type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504;

const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  idempotency_key_missing: { status: 400, title: 'The Idempotency-Key header is missing' },
  unauthenticated: { status: 401, title: 'A valid API key or session is needed' },
  webhook_forged: { status: 401, title: 'The webhook is not signed by the payment processor' },
  forbidden: { status: 403, title: 'This key or user may not do that' },
  own_request: { status: 403, title: 'A second person must decide about this refund' },
  approver_too_new: { status: 403, title: 'This person may not approve for the requester yet' },
  origin_not_allowed: { status: 403, title: 'A session acts from the portal alone' },
  second_factor_required: { status: 403, title: 'A second factor is needed' },
  step_up_required: { status: 403, title: 'Prove once more who you are' },
  own_account: { status: 403, title: 'This is for another owner to change' },
  user_not_found: { status: 404, title: 'There is no user with this ID' },
  session_not_found: { status: 404, title: 'There is no session with this ID' },
  last_owner: { status: 409, title: 'A firm keeps an owner' },
  email_taken: { status: 409, title: 'This email address has a sign-in already' },
  not_invited: { status: 409, title: 'There is no invitation to send again' },
  too_many_users: { status: 409, title: 'The firm has as many users as there may be' },
  not_proved: { status: 422, title: 'The password or code is not right' },
  too_many_tries: { status: 429, title: 'There were too many tries' },
  not_found: { status: 404, title: 'There is nothing here' },
  transaction_not_found: { status: 404, title: 'No payment has exactly this transaction ID' },
  refund_not_found: { status: 404, title: 'There is no refund with this ID' },
  reconciliation_not_found: { status: 404, title: 'There is no reconciliation with this ID' },
  difference_not_found: { status: 404, title: 'There is no difference with this ID' },
  evidence_not_found: { status: 404, title: 'There is no evidence with this ID' },
  void_not_found: { status: 404, title: 'This payment was never asked to be voided' },
  reason_template_not_found: { status: 404, title: 'There is no reason template with this ID' },
  too_many_reason_templates: { status: 422, title: 'The firm has as many reason templates as it can' },
  api_key_not_found: { status: 404, title: 'There is no API key with this ID' },
  too_many_api_keys: { status: 422, title: 'The firm has as many API keys as it can' },
  webhook_endpoint_not_found: { status: 404, title: 'There is no webhook endpoint with this ID' },
  webhook_delivery_not_found: { status: 404, title: 'There is no webhook delivery with this ID' },
  too_many_webhook_endpoints: { status: 422, title: 'The firm has as many webhook endpoints as it can' },
  webhooks_not_set_up: { status: 503, title: 'Webhooks are not set up here' },
  notification_not_found: { status: 404, title: 'There is no email with this ID' },
  email_being_sent: { status: 409, title: 'The email is being sent already' },
  resent_too_often: { status: 429, title: 'The email was sent too often, or a moment ago' },
  matter_not_found: { status: 404, title: 'The firm has no such matter' },
  not_assignable: { status: 409, title: 'This payment cannot be assigned to that matter' },
  not_voidable: { status: 422, title: 'This payment cannot be voided' },
  no_such_obligation: { status: 404, title: 'The refund has no such obligation' },
  already_refunded: { status: 409, title: 'This payment already has a refund' },
  preview_stale: { status: 409, title: 'What was shown has changed since' },
  not_cancelable: { status: 409, title: 'The refund can no longer be canceled' },
  not_owed: { status: 409, title: 'The refund does not owe that now' },
  reconciliation_running: { status: 409, title: 'A reconciliation is under way' },
  already_decided: { status: 409, title: 'This was already decided differently' },
  date_out_of_range: { status: 422, title: 'A trust step cannot have been taken on that day' },
  not_recorded: { status: 409, title: 'This trust step was never recorded' },
  too_many_corrections: { status: 422, title: 'This trust step was corrected as often as it can be' },
  out_of_order: { status: 409, title: 'An earlier trust step comes first' },
  not_resolvable: { status: 409, title: 'That cannot be said of this refund now' },
  too_large: { status: 413, title: 'The request is too large' },
  too_much_evidence: { status: 422, title: 'The firm keeps as much evidence as it may' },
  unsupported_media_type: { status: 415, title: 'The body is of a kind that is not taken here' },
  idempotency_key_reused: { status: 422, title: 'This Idempotency-Key was used for another request' },
  not_refundable: { status: 422, title: 'This payment cannot be refunded' },
  amount_mismatch: { status: 422, title: 'The amount is not that of the trust part' },
  lines_do_not_match: { status: 422, title: 'These lines are not the two ends of the transfer' },
  line_matched_already: { status: 409, title: 'A line is the end of another transfer already' },
  not_bookable: { status: 422, title: 'This refund cannot be booked as one of ours' },
  statement_unreadable: { status: 422, title: 'The bank statement cannot be read' },
  statement_of_other_account: { status: 409, title: 'The statement is of another account' },
  statement_being_read: { status: 429, title: 'Another bank statement of the firm is being read' },
  payload_unreadable: { status: 422, title: 'A payload cannot be decrypted here' },
  no_such_evidence: { status: 422, title: 'The evidence that is named was never kept' },
  answer_needed: { status: 422, title: 'This obligation asks a question that was not answered' },
  obligation_ambiguous: { status: 422, title: 'Several obligations could be meant' },
  refund_not_found_at_processor: { status: 422, title: 'The payment processor has no such refund' },
  too_many_streams: { status: 429, title: 'Too many event streams are open' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  processor_record_unusable: {
    status: 502,
    title: "The payment processor's record of this payment cannot be taken over",
  },
  processor_unavailable: { status: 503, title: 'The payment processor cannot be asked right now' },
  not_noted: { status: 503, title: 'The refund could not be noted' },
  database_unavailable: { status: 503, title: 'The database gives no answer right now' },
  workflow_unavailable: { status: 503, title: 'The workflow cannot be reached right now' },
  busy: { status: 503, title: 'Too many people sign in at this moment' },
  timeout: { status: 504, title: 'The answer took too long' },
} as const satisfies Record<ProblemCode, ProblemKind>;

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]; // the keys of the table, which has some

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:makewhole:problem:already_refunded' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What is wrong and what to do, for a person.' }),
    code: z.enum(CODES).openapi({ description: 'Stable: decide by this.' }),
    requestId: z.string().openapi({ description: 'By which our logs know this request.' }),
    faults: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'For invalid_request: what is wrong with which field.' }),
    action: z
      .enum(ACTIONS)
      .optional()
      .openapi({ description: 'For forbidden: the permission that is missing.' }),
    refundId: z.string().optional().openapi({
      description: 'For already_refunded: the refund that stands; absent where it was made elsewhere.',
    }),
    refundStatus: z
      .enum(REFUND_STATUSES)
      .optional()
      .openapi({ description: 'For not_cancelable: the status that stands.' }),
    reason: z
      .enum([...REFUSAL_CODES, ...VOID_REFUSAL_CODES])
      .optional()
      .openapi({
        description:
          'For not_refundable and not_voidable: why not. For not_bookable: matter_unknown, or absent. For already_refunded: refunded_elsewhere, or absent.',
      }),
    refundableFrom: z.iso
      .date()
      .nullable()
      .optional()
      .openapi({ description: 'For not_refundable: from when it can be, where waiting helps.' }),
  })
  .openapi('Problem');

export type Problem = z.infer<typeof problemSchema>;

type Extensions = Partial<Omit<Problem, 'type' | 'title' | 'status' | 'detail' | 'code' | 'requestId'>>;

/** What went wrong, as a value: functions that answer no request themselves return it. */
export type Refusal = {
  readonly code: ProblemCode;
  /** For a person: what is wrong and what to do. */
  readonly detail: string;
  readonly extensions?: Extensions;
  readonly headers?: Readonly<Record<string, string>>;
};

/** For every list. */
export const BAD_CURSOR: Refusal = {
  code: 'invalid_request',
  detail: 'The cursor is not one that a page of this list gave. Start again without it.',
};

/** Also for another firm's refund: that there is one is none of the caller's business. */
export const REFUND_NOT_FOUND: Refusal = {
  code: 'refund_not_found',
  detail: 'Your firm has no refund with this ID. Check that it is complete.',
};

export const WORKFLOW_UNAVAILABLE: Refusal = {
  code: 'workflow_unavailable',
  detail: 'The workflow does not answer right now. The refund itself is safe; try again in a moment.',
  headers: { 'retry-after': '5' },
};

/** Passwords are costly to check: more than so many at once would slow down everybody else. */
export const BUSY: Refusal = {
  code: 'busy',
  detail:
    'Too many people sign in at this moment. Nothing was checked or counted; try again in a few seconds.',
  headers: { 'retry-after': '3' },
};

export const SECOND_FACTOR_REQUIRED: Refusal = {
  code: 'second_factor_required',
  detail: 'Your firm wants a second factor of everybody. Set one up under Settings, Security first.',
};

/** What the caller lacks to do it. */
export function forbidden(action: Action): Refusal {
  const detail = `This needs the permission ${action}. Ask an owner of your firm for it.`;
  return { code: 'forbidden', detail, extensions: { action } };
}

/** Answers a request with a problem. */
export function problem(
  c: Context<ApiEnv>,
  { code, detail, extensions = {}, headers = {} }: Refusal,
): Response & TypedResponse<Problem, ProblemStatus, 'json'> {
  const { status, title } = PROBLEMS[code];
  const requestId = c.get('requestId');
  const body = {
    type: `urn:makewhole:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId,
    ...extensions,
  };
  return c.json(body, status, { ...headers, 'Content-Type': 'application/problem+json' });
}
