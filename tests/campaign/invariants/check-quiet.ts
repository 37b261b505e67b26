// Whether a workflow was quiet while it waited (I9): a loop that nothing holds back fills a history in minutes, at which the
// server ends it, and calls the payment company all the while (B17).
import type { Violation } from './invariant.ts';

/** What this reads of an event in a history, as the server or a kept file gives it. */
export type HistoryEvent = {
  readonly eventTime?: { readonly seconds?: unknown } | string | null;
  readonly activityTaskScheduledEventAttributes?: {
    readonly activityType?: { readonly name?: string | null } | null;
  } | null;
  readonly timerStartedEventAttributes?: object | null;
};

/** The busiest minute of an ordinary refund has some twenty; a spinning one has a thousand. */
const STEPS_A_MINUTE_MAX = 100;
const MINUTE_S = 60;
/** What people send is theirs, however much of it there is. */
const BY_PEOPLE = ['takeInstruction', 'resolveOutcome'];

/** @param name of the run, for the words */
export function checkQuiet(name: string, events: readonly HistoryEvent[]): Violation[] {
  const times = events.filter(isOwnStep).map(secondsOf);
  const busiest = Math.max(0, ...times.map((from) => countWithin(times, from)));
  if (busiest <= STEPS_A_MINUTE_MAX) return [];
  return [{ invariant: 'I9', what: `${name} took ${busiest} steps within a minute` }];
}

/** What the workflow did by itself: activities that it had run, and timers. */
function isOwnStep({
  activityTaskScheduledEventAttributes: scheduled,
  timerStartedEventAttributes: timer,
}: HistoryEvent): boolean {
  if (timer != null) return true;
  return scheduled != null && !BY_PEOPLE.includes(scheduled.activityType?.name ?? '');
}

function secondsOf({ eventTime }: HistoryEvent): number {
  if (typeof eventTime === 'string') return Date.parse(eventTime) / 1_000;
  return Number(eventTime?.seconds ?? 0);
}

function countWithin(times: readonly number[], from: number): number {
  return times.filter((time) => time >= from && time < from + MINUTE_S).length;
}
