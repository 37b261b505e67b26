// CSV as we write it, everywhere: RFC 4180 for strict readers, and safe to open in a spreadsheet.

/** One of our decimals, which must remain a number. */
const DECIMAL = /^-?\d+\.\d{2}$/;

/**
 * Spreadsheets recognize a formula after white space, quotes, their own separators and invisible characters, which stand
 * before the first character that counts.
 */
const PASSED_OVER = /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}"'`;,|]*/u;
/** As it is, or as the wide, small, raised or lowered form of it; the last is the minus sign of typesetters. */
const SIGN = /^[=+\-@\u2212]/;
/** Some spreadsheets put what follows into the next cell or row. */
const BREAK = /^'*[\t\r\n]/;

/** What must stand in quotes: separators of any spreadsheet, whatever ends a line somewhere, and spaces at an end. */
const QUOTED = /[",;|\t\n\v\f\r\u0085\u2028\u2029]|^\s|\s$/;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The rows as CSV: as many fields in each as in the longest, every line end within a field in quotes, records that end in
 * CRLF, and no cell a formula.
 * @param bom whether it begins the file: the mark tells spreadsheets that it is UTF-8
 */
export function csvText(
  rows: readonly (readonly (string | null)[])[],
  { bom = false }: { readonly bom?: boolean } = {},
): string {
  const width = rows.reduce((widest, { length }) => Math.max(widest, length), 1);
  const lines = rows.map(
    (cells) => `${Array.from({ length: width }, (_, at) => field(cells[at])).join()}\r\n`,
  );
  // A record of one empty field would be an empty line, which readers pass over.
  const text = width > 1 ? lines.join('') : lines.map((line) => (line === '\r\n' ? '""\r\n' : line)).join('');
  return `${bom ? BYTE_ORDER_MARK : ''}${text}`;
}

function field(cell: string | null | undefined): string {
  const text = guarded(cell ?? '');
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function guarded(cell: string): string {
  return isFormula(cell) ? `'${cell}` : cell;
}

/**
 * A cell of a file that somebody exported, as it was before: it loses the one apostrophe that guards a formula. For every
 * text this gives back what csvText was given.
 */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

function isFormula(cell: string): boolean {
  if (DECIMAL.test(cell)) return false;
  if (BREAK.test(cell)) return true;
  const [first = ''] = cell.replace(PASSED_OVER, '');
  return SIGN.test(first.normalize('NFKC'));
}
