// Reads a bank statement file: OFX (SGML or XML) or CSV, detected from its content. All or nothing: one line that cannot
// be read with certainty refuses the file, and the message names it. Runs in its own thread (statement-reader.ts).
import type { StatementLine } from '@makewhole/db/bank/new-statement';
import { STATEMENT_LINES_MAX, type StatementFormat } from '@makewhole/domain/bank-lines';
import {
  findSensitiveNumbers,
  maskSensitiveNumbers,
} from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { visibleOnly } from '@makewhole/domain/visible-text';
import { readCsv } from './csv.ts';
import { readOfx } from './ofx.ts';
import { refuseOtherTexts } from './refuse-other-formats.ts';
import { textOf } from './statement-text.ts';
import { Unreadable, quoted, type StatementContent } from './values.ts';

export type ReadStatement =
  | ({ readonly kind: 'read'; readonly format: StatementFormat } & StatementContent)
  | { readonly kind: 'unreadable'; readonly message: string };

export function readStatement(content: Uint8Array): ReadStatement {
  try {
    const text = textOf(content);
    refuseOtherTexts(text);
    const format = isOfx(text) ? 'ofx' : 'csv';
    const { lines, ...rest } = format === 'ofx' ? readOfx(text) : readCsv(text);
    if (lines.length === 0 && rest.closing === null) {
      throw new Unreadable('This file contains no transactions.');
    }
    if (lines.length > STATEMENT_LINES_MAX) {
      throw new Unreadable(
        `This file has more than ${STATEMENT_LINES_MAX} transactions. Export shorter periods and import them one by one.`,
      );
    }
    return { kind: 'read', format, lines: withoutRepeatedIds(lines.map(storableLine), format), ...rest };
  } catch (error) {
    if (error instanceof Unreadable) {
      return { kind: 'unreadable', message: maskSensitiveNumbers(error.message, 'reference') };
    }
    throw error;
  }
}

/** No row of column names begins with a tag, or with a header of OFX and its first tag. */
function isOfx(text: string): boolean {
  const head = text.slice(0, OFX_HEAD_LENGTH);
  return /^\s*(?:OFXHEADER|<)/i.test(head) || (/^\s*[A-Z]+:/i.test(head) && /<OFX[\s>]/i.test(head));
}
const OFX_HEAD_LENGTH = 2_000;

/** As it may be kept: with nothing invisible, and no card number (ADR 26). An ID with one is none, as it cannot be stored. */
function storableLine({ description, bankId, ...line }: StatementLine): StatementLine {
  const isIdSensitive = bankId !== null && findSensitiveNumbers(bankId, 'reference').length > 0;
  return {
    ...line,
    description: maskSensitiveNumbers(visibleOnly(description), 'reference'),
    bankId: isIdSensitive ? null : bankId,
  };
}

/** An ID that occurs twice in a file is not one: banks put account numbers there, "N/A", or one ID for a wire and its fee. */
function withoutRepeatedIds(
  lines: readonly StatementLine[],
  format: StatementFormat,
): readonly StatementLine[] {
  const byId = new Map<string, StatementLine>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const { bankId, date, amount, description } = line;
    if (bankId === null) continue;
    const first = byId.get(bankId);
    if (first !== undefined) repeated.add(bankId);
    else byId.set(bankId, line);
    const isSame = first?.date === date && first.amount === amount && first.description === description;
    if (format === 'ofx' && isSame) {
      throw new Unreadable(
        `Transaction ${quoted(bankId)} occurs twice in this file with the same details, so it is unclear whether the money moved once or twice.`,
      );
    }
  }
  return lines.map((line) => (repeated.has(line.bankId ?? '') ? { ...line, bankId: null } : line));
}
