// Keeps a refund's page up to date: the live timeline says that something happened, and the page then loads it. While
// the connection is lost, or loading fails, the page polls, at a growing interval, and keeps showing what it has.

/**
 * looking: not connected, so the page polls.
 * outdated: connected, but the latest change could not be loaded yet.
 */
export type Following = 'connecting' | 'live' | 'looking' | 'outdated';

const LOOK_AGAIN_MS = [1_000, 2_000, 3_000, 5_000];
const LOOK_AGAIN_MAX_MS = 10_000;
/** Events come in groups: one load for all of them. */
const GATHER_MS = 120;
/** The API sends something every 15 s: a connection silent for longer is dead, whatever the browser thinks. */
const SILENCE_MAX_MS = 40_000;
/** A request without an answer by then is repeated. */
const ANSWER_TIMEOUT_MS = 10_000;
const UNAUTHENTICATED = 401;

type FollowOptions = {
  readonly refundId: string;
  /** What the page shows now. */
  readonly version: () => number;
  /** Makes the page show what is new; may fail, and is then retried. */
  readonly refresh: () => Promise<void>;
  readonly onChange: (following: Following) => void;
};

/** Follows until stopped. */
export function followRefund({ refundId, version, refresh, onChange }: FollowOptions): () => void {
  let source = openStream(refundId, version());
  let misses = 0;
  let stopped = false;
  const gathering = createTimer();
  const silence = createTimer();
  const nextLook = createTimer();

  const listen = () => {
    silence.start(giveUp, SILENCE_MAX_MS);
    source.onopen = () => {
      misses = 0;
      lookSoon();
    };
    source.onmessage = ({ data }) => {
      silence.start(giveUp, SILENCE_MAX_MS);
      if (data !== '') lookSoon();
    };
    source.onerror = lookLater;
  };
  const giveUp = () => {
    source.close();
    lookLater();
  };
  const lookSoon = () => gathering.start(() => void lookNow(), GATHER_MS);
  const lookLater = () => {
    if (stopped) return;
    onChange(source.readyState === EventSource.OPEN ? 'outdated' : 'looking');
    nextLook.start(() => void lookNow(), LOOK_AGAIN_MS[misses] ?? LOOK_AGAIN_MAX_MS);
    misses += 1;
  };
  const look = oneAtATime(async () => {
    // The browser reconnects on its own after a lost connection, but not after an error response.
    if (source.readyState === EventSource.CLOSED) {
      source = openStream(refundId, version());
      listen();
    }
    const isNewest = await showNewest(refundId, version, refresh);
    if (stopped) return;
    if (!isNewest || source.readyState !== EventSource.OPEN) {
      lookLater();
      return;
    }
    misses = 0;
    nextLook.stop();
    onChange('live');
  });
  const lookNow = async () => {
    if (!stopped) await look();
  };

  listen();
  return () => {
    stopped = true;
    source.close();
    for (const timer of [gathering, silence, nextLook]) timer.stop();
  };
}

/** A version is the number of the newest event: the stream continues after it. */
function openStream(refundId: string, version: number): EventSource {
  return new EventSource(`/refunds/${refundId}/events?${new URLSearchParams({ after: String(version) })}`);
}

/** @returns whether the page now shows the newest version; false if there was no answer */
async function showNewest(
  refundId: string,
  version: () => number,
  refresh: () => Promise<void>,
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const answer = await fetch(`/refunds/${refundId}/version`, { signal });
    // The session has ended: the refresh reports it.
    if (!answer.ok && answer.status !== UNAUTHENTICATED) return false;
    const latest: unknown = answer.ok ? await answer.json() : null;
    const isShown =
      typeof latest === 'object' &&
      latest !== null &&
      'version' in latest &&
      typeof latest.version === 'number' &&
      latest.version <= version();
    if (!isShown) await refresh();
    return true;
  } catch {
    return false;
  }
}

/** A call during a run makes it run once more, afterwards. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isAskedFor = false;
  return async () => {
    isAskedFor = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAskedFor) {
        isAskedFor = false;
        await run();
      }
    } finally {
      isRunning = false;
    }
  };
}

/** A timeout that restarts instead of running twice. */
function createTimer() {
  let id: ReturnType<typeof setTimeout> | undefined;
  const stop = () => clearTimeout(id);
  return {
    stop,
    start: (run: () => void, ms: number) => {
      stop();
      id = setTimeout(run, ms);
    },
  };
}
