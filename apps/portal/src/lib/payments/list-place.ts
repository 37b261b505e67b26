// Where a person was in Payment History when they opened a row: coming back, the list is the same and so is the row.

const KEPT = 'payment-history-place';

type Place = { readonly url: string; readonly row: string | null };

/** @param row the URL that the row's link leads to; null if another link was followed */
export function keepPlace(place: Place): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(place));
  } catch {
    // The browser stores nothing: then coming back starts at the first row.
  }
}

/** The list that a person last left, as a path with its filters; null if they came another way. */
export function lastList(): string | null {
  return readPlace()?.url ?? null;
}

/** Focuses the row that was opened from this list, once; a list of other filters has no such place. */
export function returnToRow(url: string, list: HTMLElement): void {
  const place = readPlace();
  if (place?.url !== url || place.row === null) return;
  keepPlace({ url, row: null });
  const links = list.querySelectorAll<HTMLAnchorElement>('a[data-row]');
  const link = [...links].find((one) => one.getAttribute('href') === place.row);
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: 'center' });
}

function readPlace(): Place | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('url' in kept) || !('row' in kept)) return null;
    const { url, row } = kept;
    // Only a list of this portal: it becomes a link.
    if (typeof url !== 'string' || !url.startsWith('/payments?')) return null;
    return { url, row: typeof row === 'string' ? row : null };
  } catch {
    return null;
  }
}
