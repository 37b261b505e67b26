// The last things that a person opened from the palette, in this browser; signing out clears them with everything else.
import type { Hit } from './hits.ts';

const KEPT_MAX = 6;
const keyOf = (person: string) => `palette-recent:${person}`;

export function readRecent(person: string): Hit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isHit).slice(0, KEPT_MAX) : [];
  } catch {
    return []; // the browser stores nothing, or something else wrote there
  }
}

export function keepRecent(person: string, hit: Hit): void {
  try {
    const others = readRecent(person).filter(({ href }) => href !== hit.href);
    localStorage.setItem(keyOf(person), JSON.stringify([hit, ...others].slice(0, KEPT_MAX)));
  } catch {
    // Then there are none next time.
  }
}

/** Only paths of this portal: they become links. */
function isHit(value: unknown): value is Hit {
  if (typeof value !== 'object' || value === null) return false;
  const { href, label, detail } = value as Record<string, unknown>; // any object is a record
  return [href, label, detail].every((text) => typeof text === 'string') && /^\/(?!\/)/.test(String(href));
}
