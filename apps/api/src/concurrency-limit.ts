// Work that takes much of the machine, some of it at a time: what comes when too much waits already is not taken.

export type Turns = {
  /** Does the work once it is its turn. @returns null where too much waits */
  readonly take: <Result>(work: () => Promise<Result>) => Promise<Result> | null;
};

export function createTurns(limits: { readonly atOnce: number; readonly waitingMax: number }): Turns {
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
    take: (work) => (running >= limits.atOnce && waiting.length >= limits.waitingMax ? null : inTurn(work)),
  };
}
