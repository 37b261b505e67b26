// What a measure is, and what it finds: our figure beside a reference of the same run, and the ratio of the two. Times
// and rates belong to the machine; ratios say something elsewhere too.
import type { Bench } from './bench.ts';
import { median } from './percentile.ts';

export type Measure = {
  /** As `--only` names it. */
  readonly name: string;
  /** What is compared with what, and what the ratio says. */
  readonly meaning: string;
  /** Takes many minutes, or gigabytes: measured with `--big` alone. */
  readonly isBig?: boolean;
  readonly run: (bench: Bench) => Promise<readonly Finding[]>;
};

export type Finding = {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Null for a figure that stands alone. */
  readonly reference: { readonly what: string; readonly value: number } | null;
  /** Ours by the reference: the median of the rounds, and how far they lie apart. Null where nothing is compared. */
  readonly ratio: Spread | null;
  /** Bounds of the ratio; of our own figure where there is none. */
  readonly targets: readonly Target[];
};

export type Spread = { readonly median: number; readonly least: number; readonly most: number };
export type Target = {
  readonly name: string;
  readonly bound: 'at least' | 'at most';
  readonly value: number;
};
export type Round<Figure = number> = { readonly ours: Figure; readonly reference: Figure };

type Words = Pick<Finding, 'what' | 'unit'> & {
  readonly against: string;
  readonly targets?: readonly Target[];
};

/** A finding out of rounds: the medians of both sides, and the ratio within each round. */
export function compared({ what, unit, against, targets = [] }: Words, rounds: readonly Round[]): Finding {
  const ratios = rounds.map(({ ours, reference }) => ours / reference);
  return {
    what,
    unit,
    ours: median(rounds.map(({ ours }) => ours)),
    reference: { what: against, value: median(rounds.map(({ reference }) => reference)) },
    ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    targets,
  };
}

/** A figure that needs no reference. */
export function counted(what: string, unit: string, ours: number, targets: readonly Target[] = []): Finding {
  return { what, unit, ours, reference: null, ratio: null, targets };
}

/** Whether a finding keeps within a target. Only rounds that all agree settle it: the rest is the machine's unrest. */
export function verdictOn({ ours, ratio }: Finding, { bound, value }: Target): string {
  const { least, most } = ratio ?? { least: ours, most: ours };
  const keeps = (figure: number) => (bound === 'at least' ? figure >= value : figure <= value);
  if (keeps(least) && keeps(most)) return 'met';
  return keeps(least) || keeps(most) ? 'the rounds disagree' : 'not met';
}
