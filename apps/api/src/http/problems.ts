// Every refusal of the API: RFC 9457 problem documents with a stable code. This is the one place where an error becomes
// a status.
import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import { REFUSAL_CODES } from '@makewhole/domain/eligibility';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { ACTIONS, type Action } from '@makewhole/domain/roles';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { VOID_REFUSAL_CODES } from '@makewhole/domain/voids';
import type { ApiEnv } from '../context.ts';
import { amountSchema } from './fields.ts';
import { PROBLEMS, PROBLEM_CODES, type ProblemCode, type ProblemStatus } from './problem-kinds.ts';

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:makewhole:problem:already_refunded' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'What went wrong and what to do about it, for a person.' }),
    code: z.enum(PROBLEM_CODES).openapi({ description: 'Stable. Branch on this.' }),
    requestId: z.string().openapi({ description: 'Identifies this request in our logs.' }),
    faults: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'For invalid_request: which fields are wrong, and how.' }),
    action: z.enum(ACTIONS).optional().openapi({ description: 'For forbidden: the missing permission.' }),
    refundId: z.string().optional().openapi({
      description: 'For already_refunded: the existing refund; absent if it was made outside Makewhole.',
    }),
    refundStatus: z
      .enum(REFUND_STATUSES)
      .optional()
      .openapi({ description: 'For not_cancelable: the current status.' }),
    reason: z
      .enum([...REFUSAL_CODES, ...VOID_REFUSAL_CODES])
      .optional()
      .openapi({
        description:
          'For not_refundable and not_voidable: the reason. For not_bookable: matter_unknown or allocation_unknown, or absent. For already_refunded: refunded_elsewhere, or absent.',
      }),
    shortage: amountSchema
      .optional()
      .openapi({ description: 'For exceeds_shortage: by how much the trust account is short.' }),
    difference: amountSchema.optional().openapi({
      description: 'For opening_not_reconciled: the adjusted bank balance less the sum of the ledgers.',
    }),
    balance: amountSchema
      .optional()
      .openapi({ description: 'For trust_ledger_insufficient: what the ledger has, if it is not a matter.' }),
    openBalance: z.int().optional().openapi({
      description:
        'For exceeds_open_balance and invoice_still_open: what is open on the invoice by our books, in minor units; negative if it was paid too much.',
    }),
    refundableFrom: z.iso.date().nullable().optional().openapi({
      description: 'For not_refundable: the date from which it can be refunded, if waiting helps.',
    }),
    renumbering: z.object({ from: z.string(), to: z.string() }).optional().openapi({
      description:
        "For statement_of_other_account, if a person may say that the bank changed the account's number: the last four digits of the account's earlier statements, and those of this file.",
    }),
    bankAccountId: z.string().optional().openapi({
      description:
        'For not_refundable because of trust_balance_...: the trust account that the refund would take it from.',
    }),
  })
  .openapi('Problem');

export type Problem = z.infer<typeof problemSchema>;

type Extensions = Partial<Omit<Problem, 'type' | 'title' | 'status' | 'detail' | 'code' | 'requestId'>>;

/** What went wrong, as a value, for functions that do not answer requests themselves. */
export type Refusal = {
  readonly code: ProblemCode;
  /** For a person: what went wrong and what to do about it. */
  readonly detail: string;
  readonly extensions?: Extensions;
  readonly headers?: Readonly<Record<string, string>>;
};

/** For every list. */
export const BAD_CURSOR: Refusal = {
  code: 'invalid_request',
  detail: 'This cursor does not come from a page of this list. Start again without it.',
};

/** Also the answer for another firm's refund: its existence is not disclosed. */
export const REFUND_NOT_FOUND: Refusal = {
  code: 'refund_not_found',
  detail: 'Your firm has no refund with this ID. Check that the ID is complete.',
};

export const WORKFLOW_UNAVAILABLE: Refusal = {
  code: 'workflow_unavailable',
  detail: 'The workflow is not responding. The refund itself is safe; try again in a moment.',
  headers: { 'retry-after': '5' },
};

/** Checking passwords is expensive: too many at once would slow everybody down. */
export const BUSY: Refusal = {
  code: 'busy',
  detail:
    'Too many people are signing in. Nothing was checked or counted as an attempt; try again in a few seconds.',
  headers: { 'retry-after': '3' },
};

export const SECOND_FACTOR_REQUIRED: Refusal = {
  code: 'second_factor_required',
  detail: 'Your firm requires a second factor. Set one up first, under Settings, Security.',
};

/** The caller lacks the permission. */
export function forbidden(action: Action): Refusal {
  const detail = `This requires the permission ${action}. Ask an owner of your firm.`;
  return { code: 'forbidden', detail, extensions: { action } };
}

const RETRY_AFTER_SECONDS = '5';

/** Answers a request with a problem. */
export function problem(
  c: Context<ApiEnv>,
  refusal: Refusal,
): Response & TypedResponse<Problem, ProblemStatus, 'json'> {
  const { status } = PROBLEMS[refusal.code];
  const body = problemBody(refusal, c.get('requestId'));
  return c.json(body, status, {
    // What is away comes back, so that a program may ask again by itself.
    ...(status === 503 && { 'retry-after': RETRY_AFTER_SECONDS }),
    ...refusal.headers,
    'Content-Type': 'application/problem+json',
  });
}

/** The problem document of a refusal. */
export function problemBody({ code, detail, extensions = {} }: Refusal, requestId: string): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:makewhole:problem:${code}`,
    title,
    status,
    detail: masked(detail),
    code,
    requestId,
    ...extensions,
    ...(extensions.faults !== undefined && { faults: extensions.faults.map(withoutNumbers) }),
  };
}

/** Some messages quote what was sent. */
function masked(text: string): string {
  return maskSensitiveNumbers(text, 'words');
}

function withoutNumbers({ field, message }: { field: string; message: string }) {
  return { field: masked(field), message: masked(message) };
}
