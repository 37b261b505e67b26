// Requesting a refund: the preview before the button, and the button itself (R1-R4, B1, B3).
import type { TypedResponse } from 'hono';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { requestRefund, type RefundRequest, type RequestRefusal } from '@makewhole/db/refunds/request-refund';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { refusalCodeOf } from '@makewhole/domain/eligibility';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { steppedUpUntil } from '../auth/step-up.ts';
import type { App, Caller, Services } from '../context.ts';
import { lookUpExactly } from '../payments/look-up-exactly.ts';
import { eligibilityBody } from '../payments/payment-body.ts';
import { fingerprintOf } from '../http/fingerprint.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { keyReused, replayed } from '../http/replayed.ts';
import { emailPreview } from './email-preview.ts';
import { postingBody, refundBody } from './refund-body.ts';
import { retryAfter } from './retry-after.ts';
import { previewRefundRoute, requestRefundRoute } from './routes.ts';
import type { RefundBody } from './schemas.ts';
import { startRefund } from './start-refund.ts';
import type { SavedAnswer } from '@makewhole/db/idempotency/saved-answers';
import { standingRefundProblem } from '../payments/standing-refund-problem.ts';

export function addRequestHandlers(app: App, services: Services): void {
  const { db, processor } = services;
  const { creditDaysOf } = processor;

  app.openapi(previewRefundRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { transactionId, reason } = c.req.valid('json');
    const wanted = { firmId, transactionId: asId<TransactionId>(transactionId) };
    const looked = await lookUpExactly(services, wanted, {
      look: (id) => previewRefund(db, { firmId, transactionId: id, now: new Date(), creditDaysOf }),
      refusedFor: ({ eligibility }) => refusalCodeOf(eligibility),
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    const { payment, ...shown } = looked.found;
    const { eligibility, postings, recipients, expected, trustSteps, warnings, previewHash } = shown;
    const body = {
      eligibility: eligibilityBody(payment, eligibility),
      legs: shown.legs.map(({ account, amount, drawnFrom, drawnOn }) => ({
        ...{ account, amount, drawnFrom, drawnOn },
      })),
      postings: payment.refundId === null ? postings.map(postingBody) : [],
      recipients: [...recipients],
      email: emailPreview(looked.found, reason ?? '', services.links),
      expected: {
        ...{ earliest: expected.earliest, latest: expected.latest },
        bankDays: { from: expected.bankDays.from, to: expected.bankDays.to },
      },
      trustSteps,
      approvalReasons: [...shown.approvalReasons],
      warnings: [...warnings],
      previewHash,
    };
    return c.json(body, 200);
  });

  app.openapi(requestRefundRoute, async (c) => {
    const bytes = await c.req.arrayBuffer();
    const body = c.req.valid('json');
    const { transactionId, reason, internalNote, previewHash } = body;
    const key = c.req.valid('header')['Idempotency-Key'];
    const caller = c.get('caller');
    const request: RefundRequest = {
      firmId: caller.firmId,
      principalId: caller.principalId,
      transactionId: asId<TransactionId>(transactionId),
      reason,
      internalNote: internalNote ?? null,
      previewHash: previewHash ?? null,
      idempotency: { route: 'POST /v1/refunds', key, ...fingerprintOf(body, bytes) },
      now: new Date(),
      creditDaysOf,
      stepUpMissing: caller.kind === 'user' && steppedUpUntil(caller.session) === null,
      render: (refund) => answerTo(refund, caller, services),
    };
    const outcome = await requestOrReplay(services, request);
    if ('code' in outcome) return problem(c, outcome);
    // The bytes are a RefundBody made by answerTo, now or for the first request with this key.
    return c.body(outcome.body, 202, { ...outcome.headers }) as unknown as TypedResponse<
      RefundBody,
      202,
      'json'
    >;
  });
}

/** Records the refund, or returns the answer that the same request got before. */
async function requestOrReplay(services: Services, request: RefundRequest): Promise<SavedAnswer | Refusal> {
  const looked = await lookUpExactly(services, request, {
    look: async (id) => {
      const outcome = await requestRefund(services.db, { ...request, transactionId: id });
      return outcome.kind === 'transaction_not_found' ? null : outcome;
    },
    refusedFor: (outcome) => (outcome.kind === 'not_refundable' ? outcome.refusal.code : null),
  });
  if (looked.kind === 'refused') return looked.refusal;
  const outcome = looked.found;
  if (outcome.kind === 'noted') startRefund(services, outcome.refund);
  if (outcome.kind === 'already_refunded')
    return standingRefundProblem(services, request.firmId, outcome.refundId);
  if (outcome.kind === 'noted') return outcome.answer;
  if (outcome.kind === 'replayed') return replayed(outcome.answer);
  return outcome.kind === 'key_reused' ? keyReused(outcome, 'refund') : refusalOf(outcome);
}

/** The answer that is stored with the refund, so that every retry gets the same bytes. */
function answerTo(refund: RefundView, caller: Caller, { links }: Services): SavedAnswer {
  return {
    status: 202,
    headers: {
      'content-type': 'application/json',
      location: `/v1/refunds/${refund.id}`,
      ...retryAfter(refund),
    },
    body: JSON.stringify(refundBody(refund, caller, links)),
  };
}

type Answered = Exclude<RequestRefusal, { kind: 'transaction_not_found' | 'already_refunded' }>;

function refusalOf(refusal: Answered): Refusal {
  switch (refusal.kind) {
    case 'preview_stale':
      return {
        code: 'preview_stale',
        detail: 'Something has changed since the preview. Request a new preview and confirm that one.',
      };
    case 'step_up_required':
      return {
        code: 'step_up_required',
        detail:
          'Your firm requires you to confirm your identity before a refund of this amount. Enter your password, or a code from your authenticator app.',
      };
    case 'not_refundable': {
      const { code, message, refundableFrom, bankAccountId } = refusal.refusal;
      // Who made the first refund makes no difference to a request for a second one (R4, B12).
      if (code === 'refunded_elsewhere') {
        return { code: 'already_refunded', detail: message, extensions: { reason: code } };
      }
      const extensions = {
        reason: code,
        refundableFrom,
        ...(bankAccountId !== undefined && { bankAccountId }),
      };
      return { code: 'not_refundable', detail: message, extensions };
    }
  }
}
