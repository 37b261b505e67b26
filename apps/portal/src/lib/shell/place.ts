import type { Action } from '@makewhole/domain/roles';

/** A page that navigation leads to. */
export type Place = {
  readonly href: string;
  readonly label: string;
  /** The permission needed to see it; null for everyone who is signed in. */
  readonly action: Action | null;
};

/** `label`: null if the group needs no heading. */
export type PlaceGroup = { readonly label: string | null; readonly places: readonly Place[] };

/** What of the groups a person may see; a group of which they may see nothing is left out. */
export function placesFor(groups: readonly PlaceGroup[], actions: readonly Action[]): readonly PlaceGroup[] {
  return groups
    .map(({ label, places }) => ({
      label,
      places: places.filter(({ action }) => action === null || actions.includes(action)),
    }))
    .filter(({ places }) => places.length > 0);
}

/** Of all the pages in the groups the one that the path is on, or under: the longest that fits. */
export function placeAt(groups: readonly PlaceGroup[], pathname: string): Place | undefined {
  return groups
    .flatMap(({ places }) => places)
    .filter(({ href }) => isWithin(pathname, href))
    .toSorted((one, other) => other.href.length - one.href.length)[0];
}

export function isWithin(pathname: string, path: string): boolean {
  return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
}
