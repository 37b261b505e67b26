import type { RefundEventView } from '@makewhole/db/events/list-refund-events';
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { mustBeSentBy } from '@makewhole/domain/bank-calendar';
import type { Posting } from '@makewhole/domain/postings';
import { isDrawnOnTrust } from '@makewhole/domain/payments';
import { TRUST_STEPS_DUE } from '@makewhole/domain/trust-steps-owed';
import { endableFrom } from '@makewhole/domain/unknown-outcome';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import type { Caller, Links } from '../context.ts';
import { obligationBody } from '../obligations/obligation-body.ts';
import { trustMoveBody } from '../obligations/trust-move-body.ts';
import type { RefundBody, RefundEventBody } from './schemas.ts';

type Reader = Pick<Caller, 'may' | 'kind'>;

/**
 * A refund as this caller may see it.
 * @param notifications its emails, if they are to be shown
 */
export function refundBody(
  refund: RefundView,
  reader: Reader,
  links: Links,
  notifications?: readonly NotificationView[],
): RefundBody {
  const { id, transactionId, status, amount, currency, method, reason, requestedBy, late, version } = refund;
  return {
    id,
    transactionId,
    status,
    amount,
    currency,
    method,
    legs: refund.legs.map((leg) => ({ ...leg })),
    reason,
    ...(mayReadNotes(reader) && { internalNote: refund.internalNote }),
    requestedBy,
    requestedOnBehalfOf: [...refund.requestedOnBehalfOf],
    requestedAt: refund.requestedAt.toISOString(),
    expected: { earliest: refund.expectedEarliest, latest: refund.expectedLatest },
    mustBeSentBy: mustBeSentBy(refund.requestedAt.toISOString()),
    late,
    traceNumber: refund.traceNumber,
    outcomeUnknown: unknownOf(refund),
    failure: failureOf(refund),
    approvalReasons: [...refund.approvalReasons],
    trustSteps: refund.legs.some((leg) => leg.account === 'trust' && !isDrawnOnTrust(leg))
      ? { from: refund.trustStepsFrom, due: TRUST_STEPS_DUE[method] }
      : null,
    trustMoves: refund.trustMoves.map(trustMoveBody),
    obligations: refund.obligations.map(obligationBody),
    postings: refund.postings.map(({ at, effectiveOn, correction, ...posting }) => ({
      ...postingBody(posting),
      at: at.toISOString(),
      effectiveOn,
      correction,
    })),
    ...(notifications !== undefined && { notifications: notifications.map(notificationBody) }),
    closedAt: refund.closedAt?.toISOString() ?? null,
    workflow: workflowOf(refund, reader, links),
    version,
  };
}

/** Whether the reader may see what the firm keeps internal: the internal note, notes on events, and who got which email. */
export function mayReadNotes(reader: Reader): boolean {
  return reader.may('refund.read_internal_note');
}

export function postingBody({ step, leg, entries }: Posting) {
  return { step, leg, entries: entries.map(({ account, amount }) => ({ account, amount })) };
}

/** An event's ID is its number within the refund, after which Last-Event-ID resumes. */
export function eventBody(event: RefundEventView, reader: Reader): RefundEventBody {
  const { seq, at, type, actor, hash } = event;
  const { note: earlier, ...facts } = event.data;
  const note = event.note ?? earlier;
  const data = { ...facts, ...(note != null && mayReadNotes(reader) && { note }) };
  return { id: String(seq), at: at.toISOString(), type, actor, data, hash };
}

export function notificationBody(notification: NotificationView) {
  const { id, recipientName, recipientEmail, event, status, attempts, lastError, sentAt } = notification;
  const sent = { attempts, error: lastError, sentAt: sentAt?.toISOString() ?? null };
  return { id, recipientName, recipientEmail, event, status, ...sent };
}

function unknownOf(refund: RefundView): RefundBody['outcomeUnknown'] {
  if (refund.status !== 'outcome_unknown') return null;
  const lastSentAt = refund.lastSentAt?.toISOString() ?? null;
  return { lastSentAt, endableFrom: endableFrom(refund).toISOString() };
}

function failureOf({ failureCode, failureMessage }: RefundView): RefundBody['failure'] {
  return failureCode === null ? null : { code: failureCode, message: failureMessage ?? failureCode };
}

/** The address is of the installation's own network: it is for people, who may be let in there. */
function workflowOf(
  refund: RefundView,
  { kind }: Reader,
  { temporalUiUrl, temporalNamespace }: Links,
): RefundBody['workflow'] {
  const id = refundWorkflowId(refund);
  const runId = refund.workflowRunId;
  if (temporalUiUrl === null || kind === 'api_client') return { id, runId, url: null };
  // Without a run ID the page opens the newest run; with /history it would be blank.
  const run = runId === null ? [] : [runId, 'history'];
  const path = ['namespaces', temporalNamespace, 'workflows', id, ...run].map(encodeURIComponent).join('/');
  return { id, runId, url: `${temporalUiUrl.replace(/\/$/, '')}/${path}` };
}
