import type { Tone } from './tone.ts';

/** One of the places that an object passes: a payment is Paid, Settled; a refund is Requested, Sent, Arrived. */
export type Station = {
  readonly label: string;
  /** YYYY-MM-DD; when it was reached, or is expected to be; null if nobody can say. */
  readonly date: string | null;
  /** The last day on which it is expected, where that is another one. */
  readonly until?: string | null;
  readonly reached: boolean;
  /** How it ended, where it did not end well: the station's own color and icon. */
  readonly tone?: Extract<Tone, 'danger' | 'warning' | 'neutral'>;
};

/** What a station is to the eye. next: the object is on its way there, and today lies before it. */
export type StationState = 'past' | 'here' | 'next' | 'ahead';

/** @param over whether the object stays where it is: then nothing is ahead, and today is not marked. */
export function stationStates(stations: readonly Station[], over: boolean): StationState[] {
  const here = stations.findLastIndex(({ reached }) => reached);
  return stations.map((_, index) => {
    if (index < here) return 'past';
    if (index === here) return 'here';
    return index === here + 1 && !over ? 'next' : 'ahead';
  });
}
