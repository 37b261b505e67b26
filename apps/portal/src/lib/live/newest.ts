// A page that follows what happens is never replaced by an error: what it shows next is looked up in full before it is
// shown, and while that fails it keeps what it knew. SvelteKit's own refresh has no such way: one failed load is an
// error page.
import { invalidate, refreshAll } from '$app/navigation';

/** Longer than the portal waits for the API: its own answer comes first. */
const ANSWER_TIMEOUT_MS = 20_000;

/** What the load function of a page that follows depends on. */
export const NEWEST = 'makewhole:newest';

/** By the data that the server gave with the page: what was looked up since. Newer data of the server has none yet. */
const lookedUp = new WeakMap<object, object>();

/** What the page shows: what was looked up last, or what came with the page. */
export function newestOf<Shown extends object>(given: Shown): Shown {
  return (lookedUp.get(given) as Shown | undefined) ?? given; // put there by lookUpNewest, under its own data
}

/**
 * Looks the page's data up anew and shows it. Where the session has ended, this leads to the sign-in.
 * @param given what came with the page
 * @param url our own route that answers with the same data as JSON
 * @throws where there was no answer, or an error: the page stays as it is, and it is for the caller to try again
 */
export async function lookUpNewest(given: object, url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  // Only the sign-in is ever led to.
  if (answer.redirected) return refreshAll();
  if (!answer.ok) throw new Error(`The page could not be looked up anew: ${answer.status}`);
  lookedUp.set(given, (await answer.json()) as object); // our own route's answer
  await invalidate(NEWEST);
}
