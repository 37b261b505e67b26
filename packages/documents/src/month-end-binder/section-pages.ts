// A section of the form on paper: wide lists lie on their side, ledger cards are a table each, and what has more facts
// than a line holds is written one below the other.
import { formatMoney, money } from '@makewhole/domain/money';
import type { Row, Section } from '@makewhole/domain/month-ends/section';
import { COLORS, addPage, drawText, markPlace, needRoom, roomLeft, type Paper } from '../paper.ts';
import { drawTable } from '../table.ts';
import { placeOf } from './binder-facts.ts';
import { cellOf } from './cells.ts';
import { drawRecords } from './records.ts';

export type SectionPages = {
  readonly number: string;
  readonly title: string;
  readonly parts: readonly Section[];
};

/** Columns from which a list lies on its side, and from which its rows are written as facts. */
const LANDSCAPE_FROM = 7;
const RECORDS_FROM = 15;
/** Sections whose rows are answers and reasons: written as facts whatever their columns. */
const RECORD_SECTIONS: ReadonlySet<string> = new Set(['11']);
/** Less than this of a page is not worth a section's beginning. */
const ROOM_TO_BEGIN = 150;
/** Of the ledger cards, to give all of them the same columns. */
const ROWS_MEASURED = 2_000;

export async function drawSection(paper: Paper, { number, title, parts }: SectionPages): Promise<void> {
  const isWide = parts.some(isLandscape);
  const turned = paper.landscape !== isWide;
  paper.landscape = isWide;
  if (turned || roomLeft(paper) < ROOM_TO_BEGIN || parts.some(({ count }) => count > 8)) addPage(paper);
  else paper.pdf.y += 14;
  markPlace(paper, placeOf(number, title));
  drawText(paper, `${number}   ${title}`, {
    size: 14,
    weight: 'bold',
    type: 'H1',
    color: COLORS.brand,
    after: 6,
  });
  for (const part of parts) await drawPart(paper, part, parts.length > 1 || part.title !== title);
}

function isLandscape(section: Section): boolean {
  return section.count > 0 && !isOfRecords(section) && section.columns.length >= LANDSCAPE_FROM;
}

function isOfRecords({ section, columns }: Section): boolean {
  return columns.length >= RECORDS_FROM || RECORD_SECTIONS.has(section);
}

async function drawPart(paper: Paper, part: Section, isTitled: boolean): Promise<void> {
  if (isTitled) {
    needRoom(paper, 60);
    const title = `${part.section}   ${part.title}`;
    drawText(paper, title, { size: 10.5, weight: 'bold', type: 'H2', after: 4 });
  }
  if (part.count === 0) drawText(paper, 'None.', { size: 9, after: 4 });
  else if (part.section === '6') await drawCards(paper, part);
  else if (isOfRecords(part)) drawRecords(paper, part);
  else await drawList(paper, part);
  if (part.count > 0) drawText(paper, sumOf(part), { size: 9, weight: 'bold', after: 3 });
  if (part.note !== null) drawText(paper, part.note, { size: 7.5, color: COLORS.soft, after: 4 });
  paper.pdf.y += 6;
}

/** "12 items. Total $27,500.00, which stands on line 1 of section 1." */
function sumOf({ count, total, line }: Section): string {
  const items = count === 1 ? '1 item.' : `${count} items.`;
  if (total === null) return items;
  const amount = total < 0 ? `(${formatMoney(money(-total), 'USD')})` : formatMoney(total, 'USD');
  const stands = line === null ? '' : `, which stands on line ${line} of section 1`;
  return `${items} Total ${amount}${stands}.`;
}

/** By how many columns a list has: the more, the smaller its letters. */
function sizeOf(columns: number): number {
  if (columns > 11) return 6.4;
  return columns > 8 ? 7.2 : 8;
}

async function drawList(paper: Paper, { columns, rows }: Section): Promise<void> {
  await drawTable(paper, {
    size: sizeOf(columns.length),
    columns: columns.map(({ label, kind }) => ({ label, align: kind === 'amount' ? 'right' : 'left' })),
    rows: rows.map((row) => ({ cells: columns.map((column) => cellOf(column, row[column.key])) })),
  });
}

/** Each client's card apart, under the client's name. */
async function drawCards(paper: Paper, { columns, rows }: Section): Promise<void> {
  const shown = columns.filter(({ key }) => key !== 'ledger');
  const toRow = (row: Row) => ({ cells: shown.map((column) => cellOf(column, row[column.key])) });
  const measuredBy = rows.slice(0, ROWS_MEASURED).map(toRow);
  for (const card of cardsOf(rows)) {
    needRoom(paper, 110);
    drawText(paper, String(card[0]?.['ledger'] ?? ''), { size: 10, weight: 'bold', type: 'H2', after: 3 });
    await drawTable(paper, {
      ...{ size: 7.2, measuredBy },
      columns: shown.map(({ label, kind }) => ({ label, align: kind === 'amount' ? 'right' : 'left' })),
      rows: card.map((row, index) => ({ ...toRow(row), isBold: index === card.length - 1 })),
    });
    paper.pdf.y += 6;
  }
}

/** The rows come card by card: each card begins with its opening balance. */
function cardsOf(rows: readonly Row[]): Row[][] {
  const cards: Row[][] = [];
  for (const row of rows) {
    if (row['posting'] === null || cards.length === 0) cards.push([]);
    cards.at(-1)?.push(row);
  }
  return cards;
}
