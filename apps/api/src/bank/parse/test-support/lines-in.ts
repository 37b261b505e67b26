// What the tests of bank files ask of a file.
import { readStatement } from '../statement.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);

/** Lines of a file. */
export const rows = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** Each line as a text, such as "2026-03-10 -3000 WIRE OUT", or the message. */
export function linesIn(content: string | Uint8Array): string | readonly string[] {
  const said = readStatement(typeof content === 'string' ? bytes(content) : content);
  if (said.kind === 'unreadable') return said.message;
  return said.lines.map(({ date, amount, description }) => `${date} ${amount} ${description}`.trim());
}

/** What `linesIn` says of one wire of $30.00. */
export const WIRE = ['2026-03-10 -3000 WIRE OUT'];

/** An OFX document with this in its statement. */
export const ofx = (body: string, { before = '', root = 'OFX' } = {}) =>
  `${before}<${root}><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD${body}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

/** Transactions of a day, with these elements. */
export const list = (...transactions: readonly string[]) =>
  `<BANKTRANLIST>${transactions.map((one) => `<STMTTRN><DTPOSTED>20260310${one}</STMTTRN>`).join('')}</BANKTRANLIST>`;
