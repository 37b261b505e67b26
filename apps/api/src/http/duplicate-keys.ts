const SHOWN_MAX = 60;

/**
 * A key that an object in a JSON text has twice: parsers keep one of its values, and not all keep the same one. For text
 * that is not JSON the result means nothing, but it still ends.
 * @returns the key as it is written, at most 60 characters of it; null if there is none
 */
export function findDoubledKey(json: string): string | null {
  /** The keys of each object that is open, null for an array. */
  const open: (Set<string> | null)[] = [];
  let isKeyNext = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{' || character === '[') open.push(character === '{' ? new Set() : null);
    if (character === '}' || character === ']') open.pop();
    if (character === '{' || character === ',') isKeyNext = open.at(-1) instanceof Set;
    if (character !== '"') continue;
    const end = endOfString(json, at);
    const keys = isKeyNext ? open.at(-1) : null;
    isKeyNext = false;
    if (keys instanceof Set) {
      const key = keyIn(json.slice(at, end));
      if (keys.has(key)) return key.slice(1, 1 + SHOWN_MAX).replace(/"$/, '');
      keys.add(key);
    }
    at = end - 1;
  }
  return null;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** "\u0061" is the key "a". */
function keyIn(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
