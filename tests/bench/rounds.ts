// How things are timed: in turns, A B A B, so that whatever else the machine does falls on both.
import type { Finding, Round, Target } from './measure.ts';
import { compared } from './measure.ts';
import { percentile } from './percentile.ts';

/** Takes turns after one warming turn of each, which does not count. */
export async function alternate<Figure>(
  rounds: number,
  ours: () => Promise<Figure>,
  reference: () => Promise<Figure>,
): Promise<Round<Figure>[]> {
  await ours();
  await reference();
  const taken: Round<Figure>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    taken.push({ ours: await ours(), reference: await reference() });
  }
  return taken;
}

/** Does something so often, one after the other. @returns how long each took, milliseconds */
export async function timeEach(times: number, act: (nth: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const startedAt = performance.now();
    await act(nth);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

type Words = {
  readonly what: string;
  readonly against: string;
  /** Of the 99th percentile. */
  readonly targets?: readonly Target[];
};

/** The 50th and the 99th percentile of times, each a finding. */
export function comparedTimes(
  { what, against, targets = [] }: Words,
  rounds: readonly Round<readonly number[]>[],
): Finding[] {
  return [50, 99].map((rank) =>
    compared(
      { what: `${what}, p${rank}`, unit: 'ms', against, targets: rank === 99 ? targets : [] },
      rounds.map(({ ours, reference }) => ({
        ours: percentile(ours, rank),
        reference: percentile(reference, rank),
      })),
    ),
  );
}
