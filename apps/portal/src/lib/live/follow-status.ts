// Follows something that takes a moment, or as long as other systems do not answer: its page polls until it has moved
// on.

const LOOK_AGAIN_MS = 2_000;
/** A request without an answer by then is repeated. */
const ANSWER_TIMEOUT_MS = 10_000;

type Shown = { readonly status: string };

type FollowOptions = {
  /** One of our own routes, which returns the current status. */
  readonly url: string;
  readonly shown: Shown;
  /** Shows what is new; may fail, and is then retried. */
  readonly refresh: () => Promise<void>;
  /** Whether the page may be out of date because nothing answered. */
  readonly onChange: (isOutdated: boolean) => void;
};

/**
 * Polls a status, each time only after the answer before, and refreshes the page when the status differs from what it
 * shows. A failed request or refresh is retried: the page stays as it is meanwhile.
 * @returns a function that stops polling
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
      // The network, the portal or the server behind it is down.
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
