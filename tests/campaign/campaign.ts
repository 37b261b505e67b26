// A campaign: many runs, each a refund or a few and one kind of fault, side by side on one stack; the invariants are asked
// about each when it has come to rest.
import { CANNOT_PLAY } from './companies.ts';
import { drawFor } from './draw.ts';
import { atRest } from './at-rest.ts';
import { inLanes } from './in-lanes.ts';
import type { Violation } from './invariants/invariant.ts';
import { violationsOf } from './invariants/violations.ts';
import type { Kind } from './kinds/kind.ts';
import type { CampaignWorld } from './world.ts';

export type RunResult = {
  readonly run: number;
  readonly kind: string;
  /** From the first request to rest. */
  readonly ms: number;
  readonly violations: readonly Violation[];
  /** Why it did not come to rest; null where it did. */
  readonly failure: string | null;
  /** Why it was not done; null where it was. */
  readonly skipped: string | null;
};

export type CampaignOptions = {
  readonly seed: number;
  /** The numbers of the runs to do. */
  readonly runs: readonly number[];
  readonly kinds: readonly Kind[];
  /** How many at once. */
  readonly sideBySide: number;
  readonly onResult: (result: RunResult) => void;
};

/**
 * Does the runs and gives what came of each, in the order in which they ended. The rare kinds come last, one at a time: each
 * fills the machine by itself, and beside one another they would only show how long a caller waits.
 */
export async function runCampaign(world: CampaignWorld, options: CampaignOptions): Promise<RunResult[]> {
  const { runs, kinds, sideBySide, onResult } = options;
  const results: RunResult[] = [];
  const isRare = (run: number) => kindOf(kinds, run).isRare === true;
  const perform = async (some: readonly number[], atOnce: number) => {
    await inLanes(some, atOnce, async (run) => {
      const result = await runOnce(world, options, run);
      results.push(result);
      onResult(result);
    });
  };
  await perform(
    runs.filter((run) => !isRare(run)),
    sideBySide,
  );
  await perform(runs.filter(isRare), 1);
  return results;
}

/** Which kind a run is of: each in its turn, so that even a short campaign has them all, and the rare ones once. */
function kindOf(kinds: readonly Kind[], run: number): Kind {
  const inTurn = run < kinds.length ? kinds : kinds.filter(({ isRare }) => isRare !== true);
  const kind = inTurn[run % inTurn.length] ?? kinds[0];
  if (kind === undefined) throw new Error('A campaign needs a kind of fault');
  return kind;
}

async function runOnce(
  world: CampaignWorld,
  { seed, kinds }: CampaignOptions,
  run: number,
): Promise<RunResult> {
  const kind = kindOf(kinds, run);
  const skipped = CANNOT_PLAY[world.companyName][kind.name] ?? kind.cannotRun?.(world) ?? null;
  if (skipped !== null) return { run, kind: kind.name, ms: 0, violations: [], failure: null, skipped };
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const transactionIds = await kind.run(world, drawFor(seed, run));
    const ms = took();
    const violations = await atRest(() => violationsOf(world, transactionIds));
    return { run, kind: kind.name, ms, violations, failure: null, skipped };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { run, kind: kind.name, ms: took(), violations: [], failure, skipped };
  }
}
