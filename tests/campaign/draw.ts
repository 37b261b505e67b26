// Chance that can be had again: the same seed and run draw the same, in whatever order runs are done.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Draw = ReturnType<typeof drawFor>;

/** The draw of one run of a campaign. Both are whole numbers from 0 up. */
export function drawFor(seed: number, run: number) {
  const source = xoroshiro128plus((Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b)) | 0);
  /** A whole number, both ends included. */
  const between = (min: number, max: number): number => uniformInt(source, min, max);
  return {
    between,
    oneOf: <Item>(items: readonly [Item, ...Item[]]): Item => items[between(0, items.length - 1)] ?? items[0],
  };
}
