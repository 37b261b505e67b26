// Requests that wait for a refund to change (Prefer: wait, the live timeline) are woken by Postgres, with one LISTEN per
// process. A wake-up is only a hint to read again.
import type { Connection } from '@makewhole/db/connect';

export type RefundChanges = {
  /** Watches a refund from now on, so that no change between reading and waiting is missed. */
  readonly watch: (refundId: string) => RefundWatch;
};

export type RefundWatch = {
  /** Resolves at the first change since the watch began or this last resolved, at the timeout, or when the signal aborts. */
  readonly changed: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  readonly end: () => void;
};

const CHANNEL = 'refund_changed';

/** Starts to listen; the driver listens again by itself after an outage of Postgres. */
export async function listenForRefundChanges(sql: Connection['sql']): Promise<RefundChanges> {
  const watchers = new Map<string, Set<() => void>>();
  const wake = (refundId: string) => watchers.get(refundId)?.forEach((see) => see());
  const wakeAll = () => {
    for (const refundId of watchers.keys()) wake(refundId);
  };
  // Anything may have changed while nobody listened.
  await sql.listen(CHANNEL, wake, wakeAll);
  return { watch: (refundId) => watchRefund(watchers, refundId) };
}

function watchRefund(watchers: Map<string, Set<() => void>>, refundId: string): RefundWatch {
  let hasChanged = false;
  let wakeUp = () => undefined as void;
  const see = () => {
    hasChanged = true;
    wakeUp();
  };
  const all = watchers.get(refundId) ?? new Set();
  watchers.set(refundId, all.add(see));
  return {
    async changed(timeoutMs, signal) {
      if (!hasChanged && !signal.aborted) {
        const woken = Promise.withResolvers<void>();
        wakeUp = woken.resolve;
        const timer = setTimeout(woken.resolve, timeoutMs);
        signal.addEventListener('abort', wakeUp, { once: true });
        await woken.promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', wakeUp);
      }
      hasChanged = false;
    },
    end: () => {
      all.delete(see);
      if (all.size === 0) watchers.delete(refundId);
    },
  };
}
