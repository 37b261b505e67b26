import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Every refusal code of this API, and its HTTP status: callers may rely on them. */
export const REFUSAL_STATUS = {
  unauthorized: 401,
  account_missing: 400,
  invalid_request: 400,
  idempotency_key_missing: 400,
  idempotency_key_reused: 400,
  idempotency_in_progress: 409,
  not_local: 403,
  route_not_found: 404,
  payment_not_found: 404,
  refund_not_found: 404,
  payment_not_captured: 422,
  payment_voided: 422,
  payment_returned: 422,
  payment_disputed: 422,
  payment_already_captured: 422,
  already_refunded: 422,
  amount_exceeds_remaining: 422,
  currency_mismatch: 422,
  nothing_to_do: 409,
  body_too_large: 413,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
} as const satisfies Record<string, ContentfulStatusCode>;

export type RefusalCode = keyof typeof REFUSAL_STATUS;

export type Refusal = { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

export function refused(code: RefusalCode, message: string): Refusal {
  return { kind: 'refused', code, message };
}

export const PAYMENT_NOT_FOUND = refused('payment_not_found', 'No payment has exactly this ID.');

/** An answer as sent, and as saved under an idempotency key: the same bytes each time. */
export type Answer = { readonly status: ContentfulStatusCode; readonly body: string };

export function answer(status: ContentfulStatusCode, value: object): Answer {
  return { status, body: JSON.stringify(value) };
}

/** The body of every error: {"error": {"code", "message"}}. */
export function refusalAnswer({ code, message }: Pick<Refusal, 'code' | 'message'>): Answer {
  return answer(REFUSAL_STATUS[code], { error: { code, message } });
}
