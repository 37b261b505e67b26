// Knows when the session ends, by what the server says alone. Typing and pointing keep it alive, at most one request a
// minute; what a page does by itself does not (PCI DSS 8.2.8).

/** In RFC 3339. */
export type SessionEnds = { readonly endsAt: string; readonly idleEndsAt: string };

const ACTIVE_EVERY_MS = 60_000;
const LOOK_EVERY_MS = 15_000;
/** So long before the end as it is known here the server is asked: another tab may have kept the session alive. */
const ASK_BEFORE_MS = 2.5 * 60_000;
const ANSWER_TIMEOUT_MS = 10_000;
const UNAUTHENTICATED = 401;
const ACTIVITIES = ['keydown', 'pointerdown', 'input'] as const;

type FollowOptions = {
  /** As the server said with the page. */
  readonly ends: () => SessionEnds;
  /** Every 15 s, and whenever the server says something else: how long is left, in milliseconds. */
  readonly onLook: (left: { readonly absoluteMs: number; readonly idleMs: number }) => void;
};

/** Follows until stopped. */
export function followSession({ ends, onLook }: FollowOptions): () => void {
  let given = ends();
  let known = given;
  let activeAt = Date.now();
  let isAsking = false;

  const ask = async (method: 'GET' | 'POST', path: string) => {
    if (isAsking) return;
    isAsking = true;
    const said = await askServer(method, path).finally(() => {
      isAsking = false;
    });
    if (said !== null) known = said;
    tell();
  };
  const tell = () => {
    const now = Date.now();
    onLook({ absoluteMs: Date.parse(known.endsAt) - now, idleMs: Date.parse(known.idleEndsAt) - now });
  };
  const look = () => {
    // A newer page came with newer instants.
    if (ends() !== given) {
      given = ends();
      known = given;
    }
    const idleMs = Date.parse(known.idleEndsAt) - Date.now();
    if (idleMs > 0 && idleMs < ASK_BEFORE_MS) void ask('GET', '/session-end');
    else tell();
  };
  const act = () => {
    const now = Date.now();
    if (now - activeAt < ACTIVE_EVERY_MS || Date.parse(known.idleEndsAt) <= now) return;
    activeAt = now;
    void ask('POST', '/session');
  };

  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  for (const activity of ACTIVITIES) document.addEventListener(activity, act, { passive: true });
  return () => {
    clearInterval(timer);
    for (const activity of ACTIVITIES) document.removeEventListener(activity, act);
  };
}

/** Null if nothing answered: what is known stands. */
async function askServer(method: 'GET' | 'POST', path: string): Promise<SessionEnds | null> {
  try {
    const answer = await fetch(path, { method, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const ended = new Date(0).toISOString();
    if (answer.status === UNAUTHENTICATED) return { endsAt: ended, idleEndsAt: ended };
    return answer.ok ? ((await answer.json()) as SessionEnds) : null; // our own route's answer
  } catch {
    return null;
  }
}
