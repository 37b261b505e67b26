// How a refund ended, in words, with the note of the person who ended it (F13): for the server.
import type { Refund, RefundEvent } from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';
import { describeArrival } from './arrival.ts';

export type RefundEnd = {
  /** "Declined by Daniel Hargrove" */
  readonly reason: string | null;
  /** What that person wrote. */
  readonly note: string | null;
  readonly arrival: string | null;
};

type Told = readonly Pick<RefundEvent, 'at' | 'type' | 'data' | 'actorName'>[];

export function endOf(
  refund: Pick<Refund, 'status' | 'failure' | 'expected' | 'requestedAt'>,
  events: Told,
  timeZone: string,
): RefundEnd {
  const { status, failure, requestedAt } = refund;
  const ended = events.findLast(({ data }) => data['status'] === status);
  const dayOf = (at: string) => dateIn(new Date(at), timeZone);
  const arrival =
    status === 'succeeded' && ended !== undefined
      ? describeArrival(refund, dayOf(requestedAt), dayOf(ended.at))
      : null;
  const by = ended?.actorName ?? null;
  if ((status === 'declined' || status === 'canceled') && by !== null) {
    const noteOfTask = events.findLast(
      ({ type, data }) => type === 'obligation.done' && data['note'] != null,
    );
    const note = ended?.data['note'] ?? (status === 'declined' ? noteOfTask?.data['note'] : null);
    const reason = `${status === 'declined' ? 'Declined' : 'Canceled'} by ${by}`;
    return { reason, note: typeof note === 'string' ? note : null, arrival };
  }
  return { reason: failure?.message ?? null, note: null, arrival };
}
