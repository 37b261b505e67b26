// Work that takes much of the machine, some of it at a time: what comes when too much waits already is not taken.

export type ConcurrencyLimit = {
  /** Does the work once it is its turn. @returns null where too much waits */
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
    // Whoever ends hands its place on, so that nobody who comes later gets it first.
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
