// The places of the main navigation, in their order. A row is all that a new one needs.
import type { Action } from '@makewhole/domain/roles';
import { RECONCILIATION_PLACES } from '#lib/reconciliation/reconciliation-places.ts';
import { SETTINGS_PLACES } from '#lib/settings/settings-places.ts';
import type { ShellIconName } from './shell-icon-name.ts';
import { isWithin, placesFor, type PlaceGroup } from './place.ts';

export type MainPlace = {
  readonly href: string;
  readonly label: string;
  readonly icon: ShellIconName;
  /** The paths that belong to it. */
  readonly under: readonly string[];
  /** The permission needed to see it; null where its own pages decide. */
  readonly action: Action | null;
  /** Has a place of its own in the bar of a phone; what has none is under "More". */
  readonly isInPhoneBar: boolean;
  /** Its pages, where it has several. */
  readonly groups: readonly PlaceGroup[];
};

const MAIN_PLACES: readonly MainPlace[] = [
  {
    href: '/',
    label: 'Home',
    icon: 'house',
    under: ['/'],
    action: 'refund.read',
    isInPhoneBar: true,
    groups: [],
  },
  {
    href: '/work',
    label: 'Work',
    icon: 'list-checks',
    under: ['/work'],
    action: 'refund.read',
    isInPhoneBar: true,
    groups: [],
  },
  {
    href: '/payments',
    label: 'Payments',
    icon: 'receipt-text',
    under: ['/payments', '/refunds', '/disputes'],
    action: 'payment.read',
    isInPhoneBar: true,
    groups: [],
  },
  {
    href: '/matters',
    label: 'Matters',
    icon: 'folder',
    under: ['/matters', '/clients'],
    action: 'payment.read',
    isInPhoneBar: false,
    groups: [],
  },
  {
    href: '/reconciliation',
    label: 'Reconciliation',
    icon: 'landmark',
    under: ['/reconciliation'],
    action: 'report.read',
    isInPhoneBar: false,
    groups: RECONCILIATION_PLACES,
  },
  {
    href: '/settings',
    label: 'Settings',
    icon: 'settings',
    under: ['/settings'],
    action: null,
    isInPhoneBar: false,
    groups: SETTINGS_PLACES,
  },
];

/** The places that a person may see, each leading to the first of its pages that they may see. */
export function mainPlacesFor(actions: readonly Action[]): readonly MainPlace[] {
  return MAIN_PLACES.filter(({ action }) => action === null || actions.includes(action)).flatMap((place) => {
    if (place.groups.length === 0) return [place];
    const groups = placesFor(place.groups, actions);
    const pages = groups.flatMap(({ places }) => places);
    const first = pages.find(({ href }) => href === place.href) ?? pages[0];
    return first === undefined ? [] : [{ ...place, href: first.href, groups }];
  });
}

export function isAt({ under }: MainPlace, pathname: string): boolean {
  return under.some((path) => isWithin(pathname, path));
}
