// The pages' own questions: a page asks them by itself, with nobody at it, so they keep no session alive (PCI DSS 8.2.8).
const ASKED_BY_PAGES = /\/(?:newest|version|events|run|void|session-end)$/;

/** Whether a page itself asks this, and not a person. `id` is that of SvelteKit's route. */
export function isAskedByPage({
  id,
  method,
}: {
  readonly id: string | null;
  readonly method: string;
}): boolean {
  return id !== null && method === 'GET' && ASKED_BY_PAGES.test(id);
}
