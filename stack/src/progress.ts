// What the person at the terminal reads while the stack comes up: a line when something is ready, and one now and then
// while something is slow.
export type Say = (line: string) => void;

/** Does one part of the start-up and reports it. */
export type ShowProgress = <T>(name: string, work: (say: Say) => Promise<T>) => Promise<T>;

const SLOW_AFTER_MS = 15_000;

/** Prints `name` with the time it took, and while it is slow its last output. */
export async function showProgress<T>(name: string, work: (say: Say) => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  let doing = 'still starting';
  const tick = setInterval(
    () => console.log(`  ... ${name}: ${doing} (${seconds(startedAt)})`),
    SLOW_AFTER_MS,
  );
  try {
    const result = await work((line) => {
      doing = line;
      console.log(`  ... ${name}: ${line}`);
    });
    console.log(`  ${name.padEnd(16)} ready (${seconds(startedAt)})`);
    return result;
  } finally {
    clearInterval(tick);
  }
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
