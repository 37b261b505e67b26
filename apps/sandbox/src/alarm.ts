/** Work that runs when asked for, and at the time that its last run named. */
export type Alarm = { readonly ring: () => void; readonly stop: () => void };

/** Timers may not be longer than this; the work then simply runs again. */
const SLEEP_MS_MAX = 60 * 60 * 1000;

/**
 * @param work does what is due and returns when the next thing is due, by the machine's clock in ms, or null. `ring`
 * never calls it synchronously: a caller inside a transaction has committed it when the work begins.
 */
export function createAlarm(work: () => number | null): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let rung: NodeJS.Immediate | undefined;
  let stopped = false;

  const ring = () => {
    if (stopped || rung !== undefined) return;
    rung = setImmediate(() => {
      rung = undefined;
      clearTimeout(timer);
      const next = work();
      if (next !== null) timer = setTimeout(ring, Math.min(Math.max(next - Date.now(), 0), SLEEP_MS_MAX));
    });
  };

  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    clearImmediate(rung);
  };

  return { ring, stop };
}
