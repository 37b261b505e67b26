// What takes a moment, or as long as others give no answer, is followed: its page asks until it has moved on.

const LOOK_AGAIN_MS = 2_000;
/** What gives no answer by then is asked again. */
const ANSWER_TIMEOUT_MS = 10_000;

type Shown = { readonly status: string };

type FollowOptions = {
  /** One of our own routes, which says where the thing stands. */
  readonly url: string;
  readonly shown: Shown;
  /** Shows what is new; may fail, and is then tried again. */
  readonly refresh: () => Promise<void>;
  /** Whether what the page shows may be out of date, because nobody could say. */
  readonly onChange: (isOutdated: boolean) => void;
};

/**
 * Asks where a thing stands, each time only after the answer before, and refreshes the page when it stands elsewhere than
 * the page shows. A question or a refresh that fails is tried again: the page stays as it is meanwhile.
 * @returns how to stop asking
 */
export function followStatus({ url, shown, refresh, onChange }: FollowOptions): () => void {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const later = () => {
    if (!stopped.signal.aborted) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  const look = async () => {
    try {
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
      const answer = await fetch(url, { signal });
      if (!answer.ok) throw new Error(`Nobody could say where it stands: ${answer.status}`);
      const now = (await answer.json()) as Shown; // our own route's answer
      if (now.status !== shown.status) await refresh();
      if (!stopped.signal.aborted) onChange(false);
    } catch {
      // The network, the portal or what is behind it is away.
      if (!stopped.signal.aborted) onChange(true);
    }
    later();
  };
  later();
  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
}
