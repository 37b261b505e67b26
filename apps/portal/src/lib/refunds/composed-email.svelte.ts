// The email as the API composes it, updated while a reason is typed: a moment after the last key; the newest answer
// wins.
import type { EmailPreview } from '#lib/api-types.ts';

const TYPING_PAUSE_MS = 350;

type Wanted = {
  readonly transactionId: string;
  /** The initial email, and the reason that it was composed with. */
  readonly email: EmailPreview;
  readonly composedFor: string;
  /** The newest text. */
  readonly reason: string;
};

/** @param wanted a function, so that its changes are tracked */
export function composedEmail(wanted: () => Wanted) {
  let composed = $state<{ for: string; email: EmailPreview } | null>(null);
  let failed = $state(false);

  $effect(() => {
    const { transactionId, reason, composedFor } = wanted();
    if (reason === (composed?.for ?? composedFor)) return;
    const asking = new AbortController();
    const timer = setTimeout(() => {
      void compose(transactionId, reason, asking.signal).then((email) => {
        if (asking.signal.aborted) return;
        failed = email === null;
        if (email !== null) composed = { for: reason, email };
      });
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  });

  return {
    get email() {
      return composed?.email ?? wanted().email;
    },
    /** It does not have the newest text yet. */
    get busy() {
      const { reason, composedFor } = wanted();
      return !failed && reason !== (composed?.for ?? composedFor);
    },
    get failed() {
      return failed;
    },
  };
}

async function compose(
  transactionId: string,
  reason: string,
  signal: AbortSignal,
): Promise<EmailPreview | null> {
  const body = new URLSearchParams({ transactionId, reason });
  const answer = await fetch('/refund/email', { method: 'POST', body, signal }).catch(() => null);
  if (answer === null || !answer.ok) return null;
  const { email } = (await answer.json()) as { email: EmailPreview | null }; // the portal's own route
  return email;
}
