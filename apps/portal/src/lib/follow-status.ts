// What takes a moment, or as long as others give no answer, is followed: its page asks until it has moved on.

const LOOK_AGAIN_MS = 2_000;
/** What gives no answer by then is asked again. */
const ANSWER_TIMEOUT_MS = 10_000;

type Shown = { readonly status: string };

/**
 * Asks one of our own routes where a thing stands, each time only after the answer before, and refreshes the page when it
 * stands elsewhere than the page shows. A question that fails is asked again: the page stays as it is meanwhile.
 * @returns how to stop asking
 */
export function followStatus(url: string, { status }: Shown, refresh: () => Promise<unknown>): () => void {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const later = () => {
    if (!stopped.signal.aborted) timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  const look = async () => {
    try {
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
      const answer = await fetch(url, { signal });
      const now = answer.ok ? ((await answer.json()) as Shown) : null; // our own route's answer
      if (now !== null && now.status !== status) await refresh();
    } catch {
      // The network, or the portal, is away.
    }
    later();
  };
  later();
  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
}
