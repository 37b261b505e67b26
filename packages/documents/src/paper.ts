// A paper: pages with a running head, a foot that says "Page 2 of 9", an outline, and a structure that a screen reader
// can follow. It is drawn twice: the first time only to learn how many pages it has and what is on which, so that
// nothing of it is kept in memory but the page at hand. Nothing of it comes from a clock or a random number: the same
// data are the same bytes.
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { PAPER_FONTS, drawable, fontFor, linesOf, widthOf, type Weight } from './letters.ts';

export const COLORS = {
  ink: '#14191c',
  soft: '#4f5a63',
  line: '#cfd6db',
  band: '#f3f5f6',
  brand: '#1b2a4a',
  negative: '#a3231f',
  stamp: '#d9dde1',
} as const;

/** Points from the edge of a page to what is on it. */
export const MARGIN = 48;
const FOOT_ROOM = 16;
/** Cells of tables that are parts of their own. */
const PARTS_MAX = 20_000;
/** The top of the first line of a running head. */
const HEAD_TOP = MARGIN - 20;

export const LINE_HEIGHT = 1.34;

export type Frame = {
  readonly title: string;
  readonly author: string;
  /** When its data are of, for its metadata: not when it is drawn. */
  readonly at: Date;
  /** At the head of each page: the most important first. Empty for a letter, which has a letterhead. */
  readonly running: readonly string[];
  /** At the foot of each page, left of the page number. */
  readonly foot: string;
  /** Across each page, such as DRAFT; null for none. */
  readonly stamp: string | null;
};

/** What the first drawing learned. */
type Known = { readonly pages: number; readonly places: ReadonlyMap<string, number> };

export type Paper = {
  readonly pdf: PDFKit.PDFDocument;
  readonly frame: Frame;
  readonly known: Known;
  /** Page by title of what was marked so far. */
  readonly places: Map<string, number>;
  /** The number of the page at hand. */
  page: number;
  landscape: boolean;
  /** What the next piece is a part of; null in the first drawing, whose structure nobody reads. */
  parent: PDFKit.PDFStructureElement | null;
  /** How many cells of tables may still be parts of their own. */
  partsLeft: number;
};

export type Ink = {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
};

/** A paper drawn by `draw`, as a PDF. */
export async function printPaper(frame: Frame, draw: (paper: Paper) => Promise<void>): Promise<Buffer> {
  const first = await printOnce(frame, draw, null);
  const { pages, places } = first;
  return (await printOnce(frame, draw, { pages, places })).content;
}

async function printOnce(frame: Frame, draw: (paper: Paper) => Promise<void>, known: Known | null) {
  const pdf = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    size: 'LETTER',
    lang: 'en-US',
    displayTitle: true,
    pdfVersion: '1.7',
    tagged: known !== null,
    info: {
      ...{ Title: drawable(frame.title), Author: drawable(frame.author), Creator: 'Makewhole' },
      ...{ CreationDate: frame.at, ModDate: frame.at },
    },
  });
  const reading = known === null ? drain(pdf) : buffer(pdf);
  for (const [name, font] of Object.entries(PAPER_FONTS)) pdf.registerFont(name, font);
  const root = known === null ? null : pdf.struct('Document');
  if (root !== null) pdf.addStructure(root);
  const paper: Paper = {
    ...{ pdf, frame, places: new Map(), page: 0, landscape: false, parent: root, partsLeft: PARTS_MAX },
    known: known ?? { pages: 0, places: new Map() },
  };
  await draw(paper);
  root?.end();
  pdf.end();
  return { content: await reading, pages: paper.page, places: paper.places };
}

/** Reads it to its end, and keeps nothing. */
async function drain(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  pdf.resume();
  await finished(pdf);
  return Buffer.alloc(0);
}

/** Lets others of this process have a turn: a long table is minutes of drawing. */
export async function giveTurn(): Promise<void> {
  await nextTurn();
}

export function addPage(paper: Paper): void {
  const { pdf, landscape } = paper;
  pdf.addPage({ size: 'LETTER', margin: 0, layout: landscape ? 'landscape' : 'portrait' });
  paper.page += 1;
  asArtifact(paper, () => {
    drawStamp(paper);
    drawHead(paper);
    drawFoot(paper);
  });
  const lines = paper.frame.running.length;
  pdf.y = lines === 0 ? MARGIN : HEAD_TOP + 8 * LINE_HEIGHT + (lines - 1) * 7 * LINE_HEIGHT + 17;
}

/** The width between the margins. */
export function widthOfPage({ pdf }: Paper): number {
  return pdf.page.width - 2 * MARGIN;
}

/** Begins a new page if less than that is left on this one. @returns whether it did */
export function needRoom(paper: Paper, height: number): boolean {
  if (paper.page > 0 && paper.pdf.y + height <= bottomOf(paper)) return false;
  addPage(paper);
  return true;
}

function bottomOf({ pdf }: Paper): number {
  return pdf.page.height - MARGIN - FOOT_ROOM;
}

/** The rest of the page, in points. */
export function roomLeft(paper: Paper): number {
  return bottomOf(paper) - paper.pdf.y;
}

/** Remembers where something is, for the contents and the outline. */
export function markPlace(paper: Paper, title: string): void {
  paper.places.set(title, paper.page);
  paper.pdf.outline.addItem(drawable(title));
}

/** Scope is of the heads of a table; pdfkit's types do not know it. */
type PartOptions = { readonly scope?: string; readonly title?: string };

/** What `draw` puts on the page is a piece of that type: P, H1, Table, TR, TH, TD. */
export function asPart(paper: Paper, type: string, draw: () => void, options: PartOptions = {}): void {
  const { parent, pdf } = paper;
  if (parent === null) {
    draw();
    return;
  }
  const part = pdf.struct(type, options);
  parent.add(part);
  paper.parent = part;
  draw();
  paper.parent = parent;
  part.end();
}

/** What `draw` puts on the page is for the eye alone: heads, feet, rules. */
export function asArtifact({ pdf, parent }: Paper, draw: () => void): void {
  if (parent === null) return;
  pdf.markContent('Artifact', { type: 'Pagination' });
  draw();
  pdf.endMarkedContent();
}

/** One line of drawable text with its top at y, read as a piece of the part that it is in. */
export function drawLine(paper: Paper, text: string, x: number, y: number, ink: Ink): void {
  if (text !== '') paper.parent?.add(() => inkLine(paper, text, x, y, ink));
}

/** Without features, pdfkit would keep the layout of each word until its end. */
function inkLine({ pdf }: Paper, text: string, x: number, y: number, { size, weight, color }: Ink): void {
  pdf
    .font(fontFor(text, weight ?? 'plain'))
    .fontSize(size)
    .fillColor(color ?? COLORS.ink)
    .text(text, x, y, { lineBreak: false, features: [] });
}

export type Block = Ink & {
  readonly x?: number;
  readonly width?: number;
  readonly align?: 'left' | 'right';
  readonly type?: string;
  /** Points below it. */
  readonly after?: number;
};

/** A paragraph from where the page is; it goes on to the next page if it must. */
export function drawText(paper: Paper, text: string, block: Block): void {
  const { x = MARGIN, width = widthOfPage(paper), align = 'left', size, weight = 'plain' } = block;
  const lines = linesOf(drawable(text), width, weight, size);
  asPart(paper, block.type ?? 'P', () => {
    for (const line of lines) {
      needRoom(paper, size * LINE_HEIGHT);
      const y = paper.pdf.y;
      const left = align === 'right' ? x + width - widthOf(line, weight, size) : x;
      drawLine(paper, line, left, y, block);
      paper.pdf.y = y + size * LINE_HEIGHT;
    }
  });
  paper.pdf.y += block.after ?? 0;
}

type RuleOptions = { readonly gap?: number; readonly color?: string };

/** A line across the page. */
export function drawRule(paper: Paper, { gap = 8, color = COLORS.line }: RuleOptions = {}): void {
  const { pdf } = paper;
  const y = pdf.y + gap;
  asArtifact(paper, () => {
    pdf
      .lineWidth(0.6)
      .moveTo(MARGIN, y)
      .lineTo(pdf.page.width - MARGIN, y)
      .strokeColor(color)
      .stroke();
  });
  pdf.y = y + gap;
}

function drawHead(paper: Paper): void {
  const { pdf, frame } = paper;
  if (frame.running.length === 0) return;
  let y = HEAD_TOP;
  const [first, ...rest] = frame.running;
  inkLine(paper, fit(paper, first ?? '', 'bold', 8), MARGIN, y, {
    size: 8,
    weight: 'bold',
    color: COLORS.brand,
  });
  y += 8 * LINE_HEIGHT;
  for (const line of rest) {
    inkLine(paper, fit(paper, line, 'plain', 7), MARGIN, y, { size: 7, color: COLORS.soft });
    y += 7 * LINE_HEIGHT;
  }
  y += 3;
  pdf
    .lineWidth(0.8)
    .moveTo(MARGIN, y)
    .lineTo(pdf.page.width - MARGIN, y)
    .strokeColor(COLORS.brand)
    .stroke();
}

function drawFoot(paper: Paper): void {
  const { pdf, frame, known, page } = paper;
  const y = pdf.page.height - MARGIN;
  const size = 7;
  const number = `Page ${page} of ${known.pages}`;
  inkLine(paper, fit(paper, frame.foot, 'plain', size, 90), MARGIN, y, { size, color: COLORS.soft });
  inkLine(paper, number, pdf.page.width - MARGIN - widthOf(number, 'plain', size), y, {
    size,
    color: COLORS.soft,
  });
}

/** Large, light and aslant, behind what is written. */
function drawStamp(paper: Paper): void {
  const { pdf, frame } = paper;
  if (frame.stamp === null) return;
  const size = 120;
  const { width, height } = pdf.page;
  const wide = widthOf(frame.stamp, 'bold', size);
  pdf.save();
  pdf.rotate(-32, { origin: [width / 2, height / 2] }).fillOpacity(0.45);
  inkLine(paper, frame.stamp, (width - wide) / 2, (height - size) / 2, {
    ...{ size, weight: 'bold', color: COLORS.stamp },
  });
  pdf.restore();
}

/** A line that ends in an ellipsis where it would not fit. */
function fit(paper: Paper, text: string, weight: Weight, size: number, reserve = 0): string {
  const width = widthOfPage(paper) - reserve;
  const line = drawable(text);
  if (widthOf(line, weight, size) <= width) return line;
  let cut = line;
  while (cut !== '' && widthOf(`${cut}…`, weight, size) > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}
