// The tabs of one browser share one session: a sign-out in one of them ends what the others show, at once.

const CHANNEL = 'makewhole-session';
const SIGNED_OUT = 'signed-out';

/** Tells the other tabs that the session has ended. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(SIGNED_OUT);
  channel.close();
}

/** @returns a function that stops listening */
export function onSignOutInAnotherTab(act: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data === SIGNED_OUT) act();
  };
  return () => channel.close();
}
