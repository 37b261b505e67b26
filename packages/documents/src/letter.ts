// The pieces of a letter or a short paper: its letterhead, its facts by name, and its items with their amounts.
import { drawable, linesOf, widthOf } from './letters.ts';
import {
  COLORS,
  LINE_HEIGHT,
  MARGIN,
  addPage,
  asPart,
  drawLine,
  drawRule,
  drawText,
  needRoom,
  widthOfPage,
  type Frame,
  type Paper,
} from './paper.ts';

/** A frame for a letter of a firm: its letterhead is its head. */
export function letterFrame({
  title,
  firm,
  at,
  foot,
}: {
  title: string;
  firm: string;
  at: Date;
  foot: string;
}): Frame {
  return { title, author: firm, at, running: [], foot, stamp: null };
}

/** Begins the first page with the firm's name, and what there is to say below it, such as its address. */
export function drawLetterhead(paper: Paper, firm: string, below: readonly string[] = []): void {
  addPage(paper);
  drawText(paper, firm, { size: 13, weight: 'bold', color: COLORS.brand });
  for (const line of below) drawText(paper, line, { size: 8.5, color: COLORS.soft });
  drawRule(paper, { gap: 6, color: COLORS.brand });
  paper.pdf.y += 6;
}

export function drawTitle(paper: Paper, title: string): void {
  drawText(paper, title, { size: 19, weight: 'bold', type: 'H1', after: 4 });
}

export type PaperFact = { readonly name: string; readonly value: string };

const NAME_WIDTH = 140;

/** Facts, one below the other: the name left, what it is beside it. */
export function drawFacts(paper: Paper, facts: readonly PaperFact[], nameWidth = NAME_WIDTH): void {
  const size = 9.5;
  for (const { name, value } of facts) {
    const x = MARGIN + nameWidth;
    const names = linesOf(drawable(name), nameWidth - 10, 'plain', size);
    const values = linesOf(drawable(value), widthOfPage(paper) - nameWidth, 'plain', size);
    asPart(paper, 'P', () => {
      for (let index = 0; index < Math.max(names.length, values.length); index += 1) {
        needRoom(paper, size * LINE_HEIGHT);
        const y = paper.pdf.y;
        drawLine(paper, names[index] ?? '', MARGIN, y, { size, color: COLORS.soft });
        drawLine(paper, values[index] ?? '', x, y, { size });
        paper.pdf.y = y + size * LINE_HEIGHT;
      }
    });
    paper.pdf.y += 4;
  }
}

export type PaperItem = { readonly description: string; readonly amount: string; readonly isTotal?: boolean };

/** Items with their amounts at the right, and a total in bold. */
export function drawItems(paper: Paper, items: readonly PaperItem[]): void {
  const size = 9.5;
  for (const { description, amount, isTotal = false } of items) {
    const weight = isTotal ? 'bold' : 'plain';
    const wide = widthOf(amount, weight, size);
    const right = MARGIN + widthOfPage(paper);
    const lines = linesOf(drawable(description), widthOfPage(paper) - wide - 20, weight, size);
    if (isTotal) drawRule(paper, { gap: 3 });
    asPart(paper, 'P', () => {
      for (const [index, line] of lines.entries()) {
        needRoom(paper, size * LINE_HEIGHT);
        const y = paper.pdf.y;
        drawLine(paper, line, MARGIN, y, { size, weight });
        if (index === 0) drawLine(paper, amount, right - wide, y, { size, weight });
        paper.pdf.y = y + size * LINE_HEIGHT;
      }
    });
    paper.pdf.y += 3;
  }
}
