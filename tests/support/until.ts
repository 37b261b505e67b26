import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/**
 * Looks until what it sees is what the test waits for.
 * @param say what was seen last, for the message when the time is over
 */
export async function until<Seen>(
  look: () => Promise<Seen>,
  isIt: (seen: Seen) => boolean,
  say: (last: Seen) => string,
  timeoutMs = 30_000,
): Promise<Seen> {
  const endAt = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isIt(seen)) return seen;
    if (performance.now() > endAt) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${say(seen)}`);
    await sleep(LOOK_EVERY_MS);
  }
}
