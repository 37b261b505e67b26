/**
 * Whether Postgres can hold a text as it is. It can hold neither a NUL, which it refuses as an error, nor a lone surrogate,
 * which the driver would turn into U+FFFD: no stored text equals or contains one that has these.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
