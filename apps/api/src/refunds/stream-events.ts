// The live timeline, as server-sent events. For each reader at most one batch is in memory, and one message on its way.
import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { listRefundEvents } from '@makewhole/db/refunds/list-refund-events';
import type { RefundKey } from '@makewhole/db/refunds/lock-refund';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { ApiEnv, Caller, Services } from '../context.ts';
import { problem } from '../problems.ts';
import { eventBody } from './refund-body.ts';

const BATCH_MAX = 50;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': still here\n\n';
/** A reader that takes nothing for so long is cut off; it resumes with Last-Event-ID. */
const WRITE_TIMEOUT_MS = 10_000;
/** Then the reader connects again, and what it may do is looked at again. */
const STREAM_MAX_MS = 15 * 60_000;
const RECONNECT_AFTER_MS = 2_000;
const STREAMS_MAX = 1_000;
const STREAMS_OF_ONE_CALLER_MAX = 30;

/** @returns what answers a request with a refund's events after a number, and each new one as it happens */
export function createEventStreams(services: Services) {
  const open = new Map<PrincipalId, number>();
  let all = 0;
  const count = (principalId: PrincipalId, by: 1 | -1) => {
    all += by;
    const left = (open.get(principalId) ?? 0) + by;
    if (left === 0) open.delete(principalId);
    else open.set(principalId, left);
  };

  return (c: Context<ApiEnv>, refund: RefundKey, afterSeq: number): Response => {
    const caller = c.get('caller');
    const { principalId } = caller;
    if (all >= STREAMS_MAX || (open.get(principalId) ?? 0) >= STREAMS_OF_ONE_CALLER_MAX) {
      return problem(c, {
        code: 'too_many_streams',
        detail: `At most ${STREAMS_OF_ONE_CALLER_MAX} event streams of one caller are open at once. Close one, or poll.`,
        headers: { 'retry-after': '30' },
      });
    }
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      count(principalId, 1);
      try {
        const end = await follow(services, stream, { ...refund, afterSeq, caller });
        if (end === 'stuck') c.env.outgoing.destroy();
      } catch (error) {
        services.log.warn({ err: error, refundId: refund.refundId }, 'an event stream broke off');
      } finally {
        count(principalId, -1);
      }
    });
  };
}

/** @returns stuck where the reader took nothing for too long */
async function follow(
  { db, changes, stopping }: Services,
  stream: SSEStreamingApi,
  { afterSeq, caller, ...refund }: RefundKey & { readonly afterSeq: number; readonly caller: Caller },
): Promise<'over' | 'stuck'> {
  const left = new AbortController();
  stream.onAbort(() => {
    left.abort();
  });
  const signal = AbortSignal.any([left.signal, stopping, AbortSignal.timeout(STREAM_MAX_MS)]);
  const isOver = () => signal.aborted;
  const watch = changes.watch(refund.refundId);
  try {
    if (!(await isTaken(stream.write(`retry: ${RECONNECT_AFTER_MS}\n\n`)))) return 'stuck';
    for (let last = afterSeq; !isOver();) {
      const events = await listRefundEvents(db, { ...refund, afterSeq: last, limit: BATCH_MAX });
      for (const event of events) {
        const message = { id: String(event.seq), data: JSON.stringify(eventBody(event, caller)) };
        if (!(await isTaken(stream.writeSSE(message)))) return 'stuck';
        last = event.seq;
      }
      if (events.length === BATCH_MAX) continue;
      await watch.changed(HEARTBEAT_MS, signal);
      if (!isOver() && !(await isTaken(stream.write(HEARTBEAT)))) return 'stuck';
    }
    return 'over';
  } finally {
    watch.end();
  }
}

/** Whether the reader took what was written: a write ends once there is room for the next one. */
async function isTaken(writing: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(late.resolve, WRITE_TIMEOUT_MS, false as const);
  try {
    return await Promise.race([writing.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
