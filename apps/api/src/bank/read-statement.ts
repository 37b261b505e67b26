// A bank statement file as lines: OFX (both the SGML and the XML kind) or CSV, told by its content. All or nothing: a line
// that cannot be read with certainty refuses the file and is named.
import type { StatementLine } from '@makewhole/db/bank/import-statement';
import { STATEMENT_LINES_MAX, type ClosingBalance, type StatementFormat } from '@makewhole/domain/bank-lines';
import { readCsv } from './read-csv.ts';
import { readOfx } from './read-ofx.ts';
import { Unreadable } from './unreadable.ts';

/** What a file says: its lines, and what the account holds after them, where it says so. */
export type StatementContent = {
  readonly lines: readonly StatementLine[];
  readonly closing: ClosingBalance | null;
};

export type ReadStatement =
  | ({ readonly kind: 'read'; readonly format: StatementFormat } & StatementContent)
  | { readonly kind: 'unreadable'; readonly message: string };

export function readStatement(content: Uint8Array): ReadStatement {
  try {
    const text = decode(content);
    // No row of column names begins with a tag.
    const format = /^\s*(?:OFXHEADER|<)/i.test(text) ? 'ofx' : 'csv';
    const { lines, closing } = format === 'ofx' ? readOfx(text) : readCsv(text);
    if (lines.length === 0) throw new Unreadable('There is no transaction in this file.');
    if (lines.length > STATEMENT_LINES_MAX) {
      throw new Unreadable(
        `This file has more than ${STATEMENT_LINES_MAX} transactions. Export a shorter time, and send the parts.`,
      );
    }
    return { kind: 'read', format, lines, closing };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', message: error.message };
    throw error;
  }
}

function decode(content: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    // What older bank software writes; every byte is a character of it.
    text = new TextDecoder('windows-1252').decode(content);
  }
  if (text.includes('\0')) throw new Unreadable('This file is no text: export it as CSV or OFX.');
  return text;
}
