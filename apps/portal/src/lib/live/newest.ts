// A page that follows changes is never replaced by an error: its next data is loaded in full before it is shown, and
// while that fails the page keeps what it has. SvelteKit's own refresh cannot do this: one failed load is an error
// page.
import { invalidate, refreshAll } from '$app/navigation';

/** Longer than the portal waits for the API: the portal's own answer comes first. */
const ANSWER_TIMEOUT_MS = 20_000;

/** The dependency of a following page's load function. */
export const NEWEST = 'makewhole:newest';

/** Keyed by the data that the server sent with the page: what was loaded since. Newer server data has no entry yet. */
const lookedUp = new WeakMap<object, object>();

/** What the page shows: what was loaded last, or what came with the page. */
export function newestOf<Shown extends object>(given: Shown): Shown {
  return (lookedUp.get(given) as Shown | undefined) ?? given; // put there by lookUpNewest, under its own data
}

/**
 * Loads the page's data again and shows it. If the session has ended, this leads to the sign-in.
 * @param given what came with the page
 * @param url our own route that answers with the same data as JSON
 * @throws if there was no answer, or an error: the page stays as it is, and the caller tries again
 */
export async function lookUpNewest(given: object, url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  // The only redirect is to the sign-in.
  if (answer.redirected) return refreshAll();
  if (!answer.ok) throw new Error(`The page could not be looked up anew: ${answer.status}`);
  lookedUp.set(given, (await answer.json()) as object); // our own route's answer
  await invalidate(NEWEST);
}
