// How the API says that an answer is a file, and what the file is called.
import type { Context } from 'hono';

const NAME_LENGTH_MAX = 120;
/** What some file system does not take in a name, and what nobody sees in one. */
const UNSAFE = /[\s"*/:<>?\\|\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

/** The day of an instant as a person in the zone dates it: "2026-11-30". */
export function dayIn(timeZone: string, at: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

/**
 * Answers with a file to save, `makewhole-refunds-2026-11-30.csv`.
 * @param parts what it holds and its day in the firm's zone; a person may have written some
 */
export function nameDownload(c: Context, parts: readonly string[], extension: 'csv' | 'ndjson'): void {
  c.header('Content-Disposition', attachmentOf(parts, extension));
}

/** The header of RFC 6266, with a name of ASCII for clients that know no other. */
export function attachmentOf(parts: readonly string[], extension: string): string {
  const stem = ['makewhole', ...parts].join('-').normalize('NFC').replaceAll(UNSAFE, '-');
  const name = `${Array.from(stem).slice(0, NAME_LENGTH_MAX).join('')}.${extension}`;
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\x20-\x7E]/gu, '_')
    .replaceAll(/["\\/%]/g, '_');
  if (plain === name) return `attachment; filename="${name}"`;
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeAsExtended(name)}`;
}

/** RFC 8187: what a URI component leaves as it is and that grammar does not take is encoded too. */
function encodeAsExtended(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
