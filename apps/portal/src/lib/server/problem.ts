// The API's refusals (RFC 9457), and its failure to answer, as one kind of value.

import { sentenceOf } from '#lib/forms/sentence-of.ts';

/** What the API answered instead of data. `code` is stable, `detail` is for people. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** For `already_refunded`: the active refund. */
  readonly refundId: string | null;
  /** For a statement of another account number: the last four digits before, and those of the file. */
  readonly renumbering?: { readonly from: string; readonly to: string };
};

const SILENT = {
  status: 503,
  code: 'api_unreachable',
  title: 'Makewhole cannot be reached right now.',
  detail:
    'Makewhole cannot be reached right now. Nothing that it took before is lost. Try again in a moment.',
} as const;

/** A form and the page around it were about two payments; nothing was sent to the API. */
export const OTHER_PAYMENT: Problem = {
  status: 409,
  code: 'other_payment',
  detail: 'The form was about another payment than the page. Look the payment up again.',
  refundId: null,
};

/** Stands for no answer at all: the API is down, or slower than we wait. */
export function silence(): Response {
  return Response.json(SILENT, { status: SILENT.status });
}

/** Reads a problem from a response's body, whatever a proxy between us and the API has made of it. */
export function readProblem(body: unknown, status: number): Problem {
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}; // any object is a record
  const text = (key: string) => (typeof said[key] === 'string' ? said[key] : null);
  return {
    status,
    code: text('code') ?? 'unknown',
    detail:
      faultsIn(said) ??
      text('detail') ??
      text('title') ??
      `Makewhole answered with the error ${status}. Try again in a moment.`,
    refundId: text('refundId'),
    ...renumberingIn(said),
  };
}

function renumberingIn({ renumbering }: Record<string, unknown>): Pick<Problem, 'renumbering'> {
  if (typeof renumbering !== 'object' || renumbering === null) return {};
  const { from, to } = renumbering as Record<string, unknown>; // any object is a record
  return typeof from === 'string' && typeof to === 'string' ? { renumbering: { from, to } } : {};
}

/** What is wrong with the fields, in sentences: the API's own detail names them as programs do. Null if it names none. */
function faultsIn({ code, faults }: Record<string, unknown>): string | null {
  if (code !== 'invalid_request' || !Array.isArray(faults) || faults.length === 0) return null;
  const messages = faults.map((fault: unknown) =>
    typeof fault === 'object' && fault !== null && 'message' in fault ? String(fault.message) : '',
  );
  return [...new Set(messages.filter((message) => message !== '').map(sentenceOf))].join(' ') || null;
}
