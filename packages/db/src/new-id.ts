import { v7 } from 'uuid';
import { asId } from '@makewhole/domain/ids';

/** The prefix that tells a person or a log what an ID identifies. */
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
  | 'loss'
  | 'ins'
  | 'post'
  | 'rec'
  | 'dif'
  | 'vd'
  | 'ae'
  | 'ba'
  | 'bs'
  | 'bl'
  | 'tt'
  | 'clr'
  | 'me'
  | 'rt'
  | 'we'
  | 'wd'
  | 'msg'
  | 'ta'
  | 'pc'
  | 'po'
  | 'tap'
  | 'ca'
  | 'bco'
  | 'tr'
  | 'os'
  | 'oi';

/** A new ID: a prefix and a UUIDv7 in hex, so that IDs sort by time. */
export function newId<Kind extends string>(prefix: IdPrefix): Kind {
  return asId<Kind>(`${prefix}_${v7().replaceAll('-', '')}`);
}
