/**
 * Whether Postgres can hold a text as it is. It can hold neither a NUL, which it refuses as an error, nor a lone surrogate,
 * which the driver would turn into U+FFFD: no stored text equals or contains one that has these.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** The text with U+FFFD for whatever cannot be stored: to show it, never to look for it. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** A JSON value with each of its texts, names of fields included, as it can be stored. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [storableText(name), storableJson(one)]),
  );
}

/** Where in a JSON value the first text stands that cannot be stored, as `payer.name`; null where there is none. */
export function findUnstorable(value: unknown, at = ''): string | null {
  if (typeof value === 'string') return isStorableText(value) ? null : at;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, one] of Object.entries(value)) {
    const found = findUnstorable(one, at === '' ? name : `${at}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
