import { v7 } from 'uuid';
import { asId } from '@makewhole/domain/ids';

/** The prefix by which a person or a log tells what an ID is of. */
type IdPrefix =
  | 'ev'
  | 'firm'
  | 'pr'
  | 'key'
  | 'cl'
  | 'mat'
  | 'inv'
  | 'item'
  | 'alloc'
  | 'rf'
  | 'obl'
  | 'ins'
  | 'post'
  | 'rec'
  | 'dif'
  | 'vd'
  | 'ae'
  | 'bs'
  | 'bl'
  | 'rt'
  | 'we'
  | 'wd'
  | 'msg';

/** A new ID: prefix and a UUIDv7 in hex, so that later ones sort later. */
export function newId<Kind extends string>(prefix: IdPrefix): Kind {
  return asId<Kind>(`${prefix}_${v7().replaceAll('-', '')}`);
}
