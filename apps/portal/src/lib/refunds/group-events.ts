import type { LabeledEvent } from './timeline-labels.ts';

export type EventGroup = {
  readonly key: string;
  readonly at: string;
  /** Whose doing they are; null for Makewhole's own. */
  readonly who: string | null;
  readonly events: readonly LabeledEvent[];
};

const MINUTE_LENGTH = '2026-11-30T15:04'.length;

/** The events, newest first; what one actor did in one minute is one group. */
export function groupEvents(events: readonly LabeledEvent[]): EventGroup[] {
  const groups: { key: string; at: string; who: string | null; actor: string; events: LabeledEvent[] }[] = [];
  for (const event of events.toReversed()) {
    const last = groups.at(-1);
    const isSame =
      last?.actor === event.actor && last.at.slice(0, MINUTE_LENGTH) === event.at.slice(0, MINUTE_LENGTH);
    if (last !== undefined && isSame) last.events.push(event);
    else {
      const { id: key, at, actor, actorName } = event;
      groups.push({ key, at, who: actorName, actor, events: [event] });
    }
  }
  return groups;
}
