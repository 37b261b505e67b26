// The live timeline, as server-sent events. Each reader has at most one batch in memory and one message in transit.
import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import type { RefundKey } from '@makewhole/db/lock-refund';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { findCallerNow } from '../auth/authorize.ts';
import type { ApiEnv, Caller, Services } from '../context.ts';
import { problem } from '../http/problems.ts';
import { eventBody } from './refund-body.ts';

const BATCH_MAX = 50;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': still here\n\n';
/** A reader that accepts nothing for this long is cut off; it resumes with Last-Event-ID. */
const WRITE_TIMEOUT_MS = 10_000;
/** Then the reader reconnects. */
const STREAM_MAX_MS = 15 * 60_000;
const RECONNECT_AFTER_MS = 2_000;
/** Per process, across all firms. */
const STREAMS_MAX = 1_000;
/** Low enough that one firm, with all its keys, leaves most streams to others. */
const STREAMS_OF_ONE_FIRM_MAX = 150;
const STREAMS_OF_ONE_CALLER_MAX = 30;

/** @returns a function that answers a request with a refund's events after a number, and with new ones as they happen */
export function createEventStreams(services: Services) {
  const open = countStreams();

  return (c: Context<ApiEnv>, refund: RefundKey, afterSeq: number): Response => {
    const caller = c.get('caller');
    const full = open.whyFull(caller);
    if (full !== null) {
      return problem(c, { code: 'too_many_streams', detail: full, headers: { 'retry-after': '30' } });
    }
    c.header('x-accel-buffering', 'no');
    const findReader = () => findCallerNow(services, c.req.raw, 'refund.read');
    return streamSSE(c, async (stream) => {
      open.count(caller, 1);
      try {
        const end = await follow(services, stream, { refund, afterSeq, findReader });
        if (end === 'stuck') c.env.outgoing.destroy();
      } catch (error) {
        services.log.warn({ err: error, refundId: refund.refundId }, 'an event stream failed');
      } finally {
        open.count(caller, -1);
      }
    });
  };
}

type Reader = Pick<Caller, 'principalId' | 'firmId'>;

/** Counts open streams: in total, per firm, and per caller. */
function countStreams() {
  const open = new Map<PrincipalId | FirmId | 'all', number>();
  const of = (whom: PrincipalId | FirmId | 'all') => open.get(whom) ?? 0;
  return {
    count({ principalId, firmId }: Reader, by: 1 | -1): void {
      for (const whom of ['all', firmId, principalId] as const) {
        const left = of(whom) + by;
        if (left === 0) open.delete(whom);
        else open.set(whom, left);
      }
    },
    /** Why no more can be opened, for a person; null if one can. */
    whyFull({ principalId, firmId }: Reader): string | null {
      if (of(principalId) >= STREAMS_OF_ONE_CALLER_MAX) {
        return `A caller can have at most ${STREAMS_OF_ONE_CALLER_MAX} open event streams. Close one, or poll.`;
      }
      if (of(firmId) >= STREAMS_OF_ONE_FIRM_MAX) {
        return `A firm can have at most ${STREAMS_OF_ONE_FIRM_MAX} open event streams, across all its keys and users. Close one, or poll.`;
      }
      if (of('all') < STREAMS_MAX) return null;
      return 'Makewhole has no capacity for more event streams. This is not caused by your firm: poll, or try again later.';
    },
  };
}

type Followed = {
  readonly refund: RefundKey;
  readonly afterSeq: number;
  /** The caller as they are now; null if they may no longer read the refund. */
  readonly findReader: () => Promise<Caller | null>;
};

/** @returns `stuck` if the reader accepted nothing for too long */
async function follow(
  { db, changes, stopping }: Services,
  stream: SSEStreamingApi,
  { refund, afterSeq, findReader }: Followed,
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
      // Checked before each batch: readers who lost access get nothing more.
      const reader = await findReader();
      if (reader === null) return 'over';
      const events = await listRefundEvents(db, { ...refund, afterSeq: last, limit: BATCH_MAX });
      for (const event of events) {
        const message = { id: String(event.seq), data: JSON.stringify(eventBody(event, reader)) };
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

/** Whether the reader accepted what was written: a write ends once there is room for the next one. */
async function isTaken(writing: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(late.resolve, WRITE_TIMEOUT_MS, false as const);
  try {
    return await Promise.race([writing.then(() => true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
