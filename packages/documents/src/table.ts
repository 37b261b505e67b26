// A table: its head stands again on each page that it goes on to, amounts are right, negative ones in parentheses and
// red, and a row is never broken over two pages unless it is taller than one.
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import { columnWidths } from './column-widths.ts';
import { drawable, linesOf, widthOf, type Weight } from './letters.ts';
import {
  COLORS,
  LINE_HEIGHT,
  MARGIN,
  asArtifact,
  asPart,
  drawLine,
  giveTurn,
  needRoom,
  roomLeft,
  widthOfPage,
  type Paper,
} from './paper.ts';

export type TableColumn = {
  readonly label: string;
  readonly align?: 'left' | 'right';
};

/** A cell as it is printed. */
export type TableCell = { readonly text: string; readonly isNegative?: boolean };

export type TableRow = {
  readonly cells: readonly TableCell[];
  /** A total, or another row that is to be seen first. */
  readonly isBold?: boolean;
};

export type Table = {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly size?: number;
  /** The rows by which its columns are as wide as they are, where several tables are to look alike. Left out: its own. */
  readonly measuredBy?: readonly TableRow[];
};

const GAP = 8;
const PAD = 2.4;
/** Rows after which others have a turn. */
const ROWS_PER_TURN = 50;

/** Minor units as a cell of a table, as accountants write them. */
export function amountCell(amount: number | null, currency: Currency = 'USD'): TableCell {
  if (amount === null) return { text: '' };
  if (amount >= 0) return { text: formatMoney(money(amount), currency) };
  return { text: `(${formatMoney(money(-amount), currency)})`, isNegative: true };
}

export async function drawTable(paper: Paper, table: Table): Promise<void> {
  const { columns, rows, size = 8, measuredBy = rows } = table;
  const labels = columns.map(({ label }) => drawable(label));
  const widths = columnWidths(labels, measuredBy, { size, gap: GAP, width: widthOfPage(paper) });
  const isRead = takeParts(paper, rows.length * columns.length);
  const sheet: Sheet = { columns, labels, widths, size, isRead };
  const { parent } = paper;
  const part = parent === null ? null : paper.pdf.struct('Table');
  if (part !== null) parent?.add(part);
  paper.parent = part;
  const head = headOf(sheet);
  // A head alone at the end of a page is of no use.
  needRoom(paper, heightOf(head, size) * 3);
  drawRow(paper, sheet, head);
  for (const [index, row] of rows.entries()) {
    const lines = breakRow(sheet, row);
    if (roomLeft(paper) < heightOf(lines, size)) {
      needRoom(paper, Number.POSITIVE_INFINITY);
      drawRow(paper, sheet, head);
    }
    drawRow(paper, sheet, lines);
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await giveTurn();
  }
  part?.end();
  paper.parent = parent;
  paper.pdf.y += 6;
}

type Sheet = {
  readonly columns: readonly TableColumn[];
  readonly labels: readonly string[];
  readonly widths: readonly number[];
  readonly size: number;
  /** Whether each cell is a part of its own. */
  readonly isRead: boolean;
};

type BrokenCell = { readonly lines: readonly string[]; readonly isNegative: boolean };
type BrokenRow = {
  readonly kind: 'head' | 'row';
  readonly weight: Weight;
  readonly cells: readonly BrokenCell[];
};

/**
 * Whether each cell of a table can be a part that a screen reader finds. A paper keeps all of its parts until its end:
 * what is more than it may have is read row by row.
 */
function takeParts(paper: Paper, cells: number): boolean {
  if (cells > paper.partsLeft) return false;
  paper.partsLeft -= cells;
  return true;
}

function headOf(sheet: Sheet): BrokenRow {
  const { labels, widths, size } = sheet;
  return {
    kind: 'head',
    weight: 'bold',
    cells: labels.map((label, index) => ({
      lines: linesOf(label, widths[index] ?? 0, 'bold', size),
      isNegative: false,
    })),
  };
}

function breakRow({ widths, size }: Sheet, { cells, isBold }: TableRow): BrokenRow {
  const weight = isBold === true ? 'bold' : 'plain';
  return {
    kind: 'row',
    weight,
    cells: cells.map(({ text, isNegative = false }, index) => ({
      lines: text === '' ? [] : linesOf(drawable(text), widths[index] ?? 0, weight, size),
      isNegative,
    })),
  };
}

function heightOf({ cells }: BrokenRow, size: number): number {
  const lines = Math.max(1, ...cells.map((cell) => cell.lines.length));
  return lines * size * LINE_HEIGHT + 2 * PAD;
}

function drawRow(paper: Paper, sheet: Sheet, row: BrokenRow): void {
  const { pdf } = paper;
  const top = pdf.y;
  const height = heightOf(row, sheet.size);
  const right = pdf.page.width - MARGIN;
  asArtifact(paper, () => {
    if (row.kind === 'head') pdf.rect(MARGIN, top, right - MARGIN, height).fill(COLORS.band);
    const line = pdf.lineWidth(row.weight === 'bold' ? 0.8 : 0.4).moveTo(MARGIN, top + height);
    line
      .lineTo(right, top + height)
      .strokeColor(row.kind === 'head' ? COLORS.soft : COLORS.line)
      .stroke();
  });
  asPart(paper, 'TR', () => drawCells(paper, sheet, row, top + PAD));
  pdf.y = top + height;
}

function drawCells(
  paper: Paper,
  { columns, widths, size, isRead }: Sheet,
  row: BrokenRow,
  top: number,
): void {
  const { kind, weight, cells } = row;
  let x = MARGIN;
  const draw = (cell: BrokenCell, index: number, left: number) => {
    const color = cell.isNegative ? COLORS.negative : kind === 'head' ? COLORS.soft : COLORS.ink;
    for (const [at, line] of cell.lines.entries()) {
      const shift =
        columns[index]?.align === 'right' ? (widths[index] ?? 0) - widthOf(line, weight, size) : 0;
      drawLine(paper, line, left + shift, top + at * size * LINE_HEIGHT, { size, weight, color });
    }
  };
  const [type, options] = kind === 'head' ? ['TH', { scope: 'Column' }] : ['TD', {}];
  const each = () => {
    for (const [index, cell] of cells.entries()) {
      const left = x;
      if (isRead) asPart(paper, type, () => draw(cell, index, left), options);
      else draw(cell, index, left);
      x += (widths[index] ?? 0) + GAP;
    }
  };
  if (isRead) each();
  else asPart(paper, type, each, options);
}
