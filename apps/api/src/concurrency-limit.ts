// Runs expensive work a few jobs at a time, and refuses more when too many wait already.

export type ConcurrencyLimit = {
  /** Runs the work as soon as there is room. @returns null if too many wait already */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result> | null;
};

export function createConcurrencyLimit(limits: {
  readonly atOnce: number;
  readonly waitingMax: number;
}): ConcurrencyLimit {
  const waiting: (() => void)[] = [];
  let running = 0;
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < limits.atOnce) running += 1;
    // A finished job passes its place on, so that a newcomer cannot overtake those who wait.
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return {
    run: (work) => (running >= limits.atOnce && waiting.length >= limits.waitingMax ? null : inTurn(work)),
  };
}
