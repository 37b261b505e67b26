// All profiles. They are data: a value is corrected in its file, with its source, the day and a new version.
import { ABA_MODEL } from './aba-model.ts';
import { ARIZONA } from './arizona.ts';
import { CALIFORNIA } from './california.ts';
import { FLORIDA } from './florida.ts';
import { ILLINOIS } from './illinois.ts';
import { IOWA } from './iowa.ts';
import { MARYLAND } from './maryland.ts';
import { MASSACHUSETTS } from './massachusetts.ts';
import { NEW_YORK } from './new-york.ts';
import { NORTH_CAROLINA } from './north-carolina.ts';
import { OREGON } from './oregon.ts';
import { SOUTH_CAROLINA } from './south-carolina.ts';
import { TEXAS } from './texas.ts';
import { VIRGINIA } from './virginia.ts';
import { WASHINGTON } from './washington.ts';
import { WISCONSIN } from './wisconsin.ts';
import type { StateCode, StateProfile } from './profile.ts';

export const STATE_PROFILES: Readonly<Record<StateCode, StateProfile>> = {
  ABA: ABA_MODEL,
  AZ: ARIZONA,
  CA: CALIFORNIA,
  FL: FLORIDA,
  IA: IOWA,
  IL: ILLINOIS,
  MA: MASSACHUSETTS,
  MD: MARYLAND,
  NC: NORTH_CAROLINA,
  NY: NEW_YORK,
  OR: OREGON,
  SC: SOUTH_CAROLINA,
  TX: TEXAS,
  VA: VIRGINIA,
  WA: WASHINGTON,
  WI: WISCONSIN,
};

/** The profile of a state by its code; null if we have none. */
export function findProfile(state: string | null): StateProfile | null {
  return Object.values(STATE_PROFILES).find((profile) => profile.state === state) ?? null;
}
