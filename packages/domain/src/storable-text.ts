/**
 * Whether Postgres can store a text as it is. It refuses a NUL, and the driver would turn a lone surrogate into
 * U+FFFD: no stored text equals or contains a text with one of these.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Replaces with U+FFFD whatever cannot be stored: for display, never for look-ups. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** A JSON value with all of its text, field names included, made storable. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [storableText(name), storableJson(one)]),
  );
}

/** The path of the first text in a JSON value that cannot be stored, such as `payer.name`; null if there is none. */
export function findUnstorable(value: unknown, at = ''): string | null {
  if (typeof value === 'string') return isStorableText(value) ? null : at;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, one] of Object.entries(value)) {
    const found = findUnstorable(one, at === '' ? name : `${at}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
