import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;
const TRY_EVERY_MS = 250;

/** Does it until it succeeds: parts of the stack are killed meanwhile. @throws the last error when patience is over */
export async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  const endAt = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > endAt) throw error;
      await sleep(TRY_EVERY_MS);
    }
  }
}
