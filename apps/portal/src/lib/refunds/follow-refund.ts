// Keeps a refund's page in step with the refund: the live timeline says that something happened, and the page then asks
// what. While the connection is lost the page looks for itself, at a growing interval, keeps showing what it knew, and
// goes on trying to connect.

/** looking: not connected, so the page looks for itself. */
export type Following = 'connecting' | 'live' | 'looking';

const LOOK_AGAIN_MS = [1_000, 2_000, 3_000, 5_000];
const LOOK_AGAIN_MAX_MS = 10_000;
/** Events come in groups: one look for all of them. */
const GATHER_MS = 120;
/** The API says something every 15 s: a connection that is silent for longer is dead, whatever the browser thinks. */
const SILENCE_MAX_MS = 40_000;
const UNAUTHENTICATED = 401;

type FollowOptions = {
  readonly refundId: string;
  /** What the page shows now. */
  readonly version: () => number;
  /** Has the page look everything up anew; called only where that is likely to work. */
  readonly refresh: () => Promise<void>;
  readonly onChange: (following: Following) => void;
};

/** Follows until it is told to stop. */
export function followRefund({ refundId, version, refresh, onChange }: FollowOptions): () => void {
  let source = openStream(refundId, version());
  let misses = 0;
  const gathering = createTimer();
  const silence = createTimer();
  const nextLook = createTimer();

  const listen = () => {
    silence.start(giveUp, SILENCE_MAX_MS);
    source.onopen = () => {
      misses = 0;
      nextLook.stop();
      onChange('live');
    };
    source.onmessage = ({ data }) => {
      silence.start(giveUp, SILENCE_MAX_MS);
      if (data !== '') gathering.start(() => void refreshIfAnswered(), GATHER_MS);
    };
    source.onerror = lookLater;
  };
  // A page that is looked up in vain would give way to an error, and what it knew would be gone.
  const refreshIfAnswered = async () => {
    if (await isWorthLooking(refundId, version())) await refresh();
  };
  const giveUp = () => {
    source.close();
    lookLater();
  };
  const lookLater = () => {
    onChange('looking');
    nextLook.start(() => void lookNow(), LOOK_AGAIN_MS[misses] ?? LOOK_AGAIN_MAX_MS);
    misses += 1;
  };
  const lookNow = async () => {
    // The browser connects again by itself after a lost connection, but not after an answer that was an error.
    if (source.readyState === EventSource.CLOSED) {
      source = openStream(refundId, version());
      listen();
    }
    await refreshIfAnswered();
    if (source.readyState !== EventSource.OPEN) lookLater();
  };

  listen();
  return () => {
    source.close();
    for (const timer of [gathering, silence, nextLook]) timer.stop();
  };
}

/** A version is the number of the newest event: the stream goes on after it. */
function openStream(refundId: string, version: number): EventSource {
  return new EventSource(`/refunds/${refundId}/events?${new URLSearchParams({ after: String(version) })}`);
}

/** Whether there is something new to show, or the session has ended; not while nobody answers. */
async function isWorthLooking(refundId: string, version: number): Promise<boolean> {
  const answer = await fetch(`/refunds/${refundId}/version`).catch(() => null);
  if (answer === null || !answer.ok) return answer?.status === UNAUTHENTICATED;
  const latest: unknown = await answer.json();
  return typeof latest === 'object' && latest !== null && 'version' in latest && latest.version !== version;
}

/** A timeout that is started anew instead of twice. */
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
