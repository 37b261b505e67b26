import { describe, expect, it } from 'vitest';
import { betweenRooms, circlesOf, type Imports } from '../house/circles.ts';

const graph = (arrows: readonly (readonly [from: string, to: string])[]): Imports => {
  const imports = new Map<string, Set<string>>();
  for (const [from, to] of arrows) imports.set(from, (imports.get(from) ?? new Set()).add(to));
  return imports;
};

describe('circles', () => {
  it('are none where every arrow goes down', () => {
    expect(
      circlesOf(
        graph([
          ['a', 'b'],
          ['b', 'c'],
          ['a', 'c'],
        ]),
      ),
    ).toEqual([]);
  });

  it('are found each by itself, without what leads to them or away', () => {
    const arrows = [
      ['in', 'a'],
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'between'],
      ['between', 'x'],
      ['x', 'y'],
      ['y', 'z'],
      ['z', 'x'],
      ['z', 'out'],
    ] as const;
    expect(circlesOf(graph(arrows))).toEqual([
      ['a', 'b'],
      ['x', 'y', 'z'],
    ]);
  });

  it('of rooms are there though no file is on one, and a file of src is a room', () => {
    const imports = graph([
      ['packages/db/src/refunds/a.ts', 'packages/db/src/trust/b.ts'],
      ['packages/db/src/trust/c.ts', 'packages/db/src/lock.ts'],
      ['packages/db/src/lock.ts', 'packages/db/src/refunds/d.ts'],
      ['packages/db/src/refunds/d.ts', 'packages/db/src/refunds/a.ts'],
    ]);
    expect(circlesOf(imports)).toEqual([]);
    expect(circlesOf(betweenRooms(imports))).toEqual([
      ['packages/db/src/lock.ts', 'packages/db/src/refunds', 'packages/db/src/trust'],
    ]);
  });
});
