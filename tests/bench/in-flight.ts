// Keeps so many of something under way at once, and says how many a second came to their end.
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 60_000;

/** Runs `total` of them, `inFlight` at a time. @returns how many a second */
export async function ratePerSecond(
  total: number,
  inFlight: number,
  run: (nth: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const lane = async () => {
    while (next < total) {
      const nth = next;
      next += 1;
      await run(nth);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  return (total * 1_000) / (performance.now() - startedAt);
}

/** Looks at all that are waited for at once, again and again, so that the looking costs the same for few and for many. */
export function watchEnds(look: (waiting: readonly string[]) => Promise<readonly string[]>) {
  const waiting = new Map<string, () => void>();
  let watching: Promise<void> | undefined;

  const watch = async () => {
    let idleSince = performance.now();
    while (waiting.size > 0) {
      await sleep(LOOK_EVERY_MS);
      const ended = await look([...waiting.keys()]);
      for (const id of ended) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
      if (ended.length > 0) idleSince = performance.now();
      if (performance.now() - idleSince > PATIENCE_MS) {
        throw new Error(`None of ${waiting.size} came to its end within ${PATIENCE_MS / 1_000} s`);
      }
    }
  };
  return {
    /** Resolves when `look` names it. */
    async ended(id: string): Promise<void> {
      const end = Promise.withResolvers<void>();
      waiting.set(id, end.resolve);
      watching ??= watch().finally(() => {
        watching = undefined;
      });
      await Promise.race([end.promise, watching.then(() => end.promise)]);
    },
  };
}
