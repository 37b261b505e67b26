// The content of a bank's file, and what a message about it may say.
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import type { ClosingBalance } from '@makewhole/domain/bank-lines';
import { visibleOnly } from '@makewhole/domain/visible-text';

/** A file's lines and, if it states one, the balance after them. */
export type StatementContent = {
  readonly lines: readonly StatementLine[];
  readonly closing: ClosingBalance | null;
  /** The bank's account number; null if the format does not contain it. */
  readonly accountNumber: string | null;
};

/** No message is longer, whatever the file contains. */
const MESSAGE_LENGTH_MAX = 500;

/** What in a statement cannot be read, for the person who sent it: at most 500 characters. */
export class Unreadable extends Error {
  constructor(message: string) {
    super(cut(message, MESSAGE_LENGTH_MAX));
  }
}

/** No amount or date is longer, and no message quotes more. */
export const VALUE_LENGTH_MAX = 60;

/** A value as quoted in a message: on one line, with nothing invisible. */
export function quoted(text: string): string {
  return cut(visibleOnly(text.slice(0, 2 * VALUE_LENGTH_MAX)).replace(/\s+/g, ' '), VALUE_LENGTH_MAX + 3);
}

/** At most that long, and never with half a character at its end. */
function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

const BANK_ID_LENGTH_MAX = 255;
/** What banks write where they have none. */
const NO_ID = /^(?:n\/?a|none|null|-+|0+|)$/i;

/** The bank's ID of a line; null if it has none. @param column its name in the file */
export function bankIdOf(text: string, where: string, column: string): string | null {
  if (text.length > BANK_ID_LENGTH_MAX) {
    throw new Unreadable(`${where}: its ${column} has more than ${BANK_ID_LENGTH_MAX} characters.`);
  }
  return NO_ID.test(text) ? null : text;
}
