// Circles among files, and among rooms: a room is a first-level folder or file of a workspace's `src`.

/** Which nodes a node imports, by name. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Every group of nodes that reach one another, each sorted; none where the arrows go one way.
 * Nodes that nothing imports, and those that import nothing, are taken away until no such node is left: what remains lies
 * on a circle, or between two.
 */
export function circlesOf(imports: Imports): string[][] {
  const left = new Set([...imports].flatMap(([from, to]) => [from, ...to]));
  for (let before = Infinity; left.size < before;) {
    before = left.size;
    const imported = new Set([...left].flatMap((node) => neighbors(imports, node, left)));
    for (const node of [...left]) {
      if (!imported.has(node) || neighbors(imports, node, left).length === 0) left.delete(node);
    }
  }
  const circles: string[][] = [];
  while (left.size > 0) {
    const [start] = left;
    if (start === undefined) break;
    const ahead = reachable(imports, start, left);
    const circle = [...ahead].filter((node) => reachable(imports, node, left).has(start));
    if (circle.length > 0) circles.push(circle.sort());
    for (const node of circle.length > 0 ? circle : [start]) left.delete(node);
  }
  return circles;
}

/** The same imports between rooms; an import within a room is none. */
export function betweenRooms(imports: Imports): Imports {
  const rooms = new Map<string, Set<string>>();
  for (const [from, targets] of imports) {
    for (const to of targets) {
      if (roomOf(from) !== roomOf(to)) addTo(rooms, roomOf(from), roomOf(to));
    }
  }
  return rooms;
}

/** `packages/db/src/refunds/close-refund.ts` is in the room `packages/db/src/refunds`. */
function roomOf(file: string): string {
  return /^(?:.*\/)?src\/[^/]+/.exec(file)?.[0] ?? file;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

function neighbors(imports: Imports, node: string, among: ReadonlySet<string>): string[] {
  return [...(imports.get(node) ?? [])].filter((to) => to !== node && among.has(to));
}

/** What a node reaches in one step or more. */
function reachable(imports: Imports, start: string, among: ReadonlySet<string>): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const to of neighbors(imports, node, among)) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return seen;
}
