// The demo firm and the people who work there.
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import { stableId } from './stable-id.ts';

export const DEMO_FIRM = {
  id: stableId<FirmId>('firm', 'Pruitt & Hargrove'),
  name: 'Pruitt & Hargrove, PLLC',
  timeZone: 'America/New_York',
  processorAccount: 'acct_9fK2LpVb7Qs4XnTd',
  // For trying out: a refund needs nobody else, nobody needs an app, and no step a file. A new firm begins stricter (NEW_FIRM_RULES).
  approvalRule: 'never',
  secondFactorRequired: false,
  stepEvidence: 'optional',
  riskyRefunds: 'warn',
  separateDuties: false,
} as const;

type Person = { readonly name: string; readonly email: string };

/** The people with a sign-in to the portal, and their roles. */
export const PORTAL_USERS = {
  owner: { name: 'Margaret Pruitt', email: 'margaret.pruitt@pruitt-hargrove.example' },
  lawyer: { name: 'Daniel Hargrove', email: 'daniel.hargrove@pruitt-hargrove.example' },
  admin: { name: 'Elena Vasquez', email: 'elena.vasquez@pruitt-hargrove.example' },
  viewer: { name: 'Thomas Becker', email: 'thomas.becker@pruitt-hargrove.example' },
} as const satisfies Record<Role, Person>;

/** Everyone who may work on a matter; the paralegals have no sign-in. */
export const STAFF = {
  margaret: PORTAL_USERS.owner,
  daniel: PORTAL_USERS.lawyer,
  elena: PORTAL_USERS.admin,
  renee: { name: 'Renee Coleman', email: 'renee.coleman@pruitt-hargrove.example' },
  joshua: { name: 'Joshua Lin', email: 'joshua.lin@pruitt-hargrove.example' },
} as const satisfies Record<string, Person>;
export type StaffKey = keyof typeof STAFF;

export function portalUserId(role: Role): PrincipalId {
  return stableId<PrincipalId>('pr', PORTAL_USERS[role].email);
}

/** The firm's practice-management system, which calls the API with a key. */
export const API_CLIENT = {
  id: stableId<PrincipalId>('pr', 'Practice management'),
  name: 'Practice management',
} as const;
