// The first page: what the binder is of, the three numbers line by line, whether they agree, and who signed.
import { drawFacts } from '../letter.ts';
import { drawable, linesOf, widthOf } from '../letters.ts';
import {
  COLORS,
  LINE_HEIGHT,
  MARGIN,
  asArtifact,
  asPart,
  drawLine,
  drawRule,
  drawText,
  markPlace,
  needRoom,
  widthOfPage,
  type Paper,
} from '../paper.ts';
import { amountCell } from '../table.ts';
import { writtenDays } from './cells.ts';
import {
  FORM_SECTIONS,
  accountLine,
  partsOf,
  periodLine,
  placeOf,
  timeIn,
  type BinderPaper,
} from './binder-facts.ts';

export function drawFirstPage(paper: Paper, binder: BinderPaper): void {
  const { title, firm, agrees } = binder;
  for (const { number, title: name } of FORM_SECTIONS.slice(0, 2)) markPlace(paper, placeOf(number, name));
  drawText(paper, title, { size: 17, weight: 'bold', type: 'H1', after: 4, color: COLORS.brand });
  drawFacts(
    paper,
    [
      { name: 'Firm', value: firm },
      { name: 'Account', value: accountLine(binder) },
      { name: 'Period', value: periodLine(binder) },
    ],
    80,
  );
  drawRule(paper, { gap: 5 });
  drawLines(paper, binder);
  drawVerdict(paper, agrees);
  if (binder.explanation !== null) {
    drawText(paper, `Preparer’s explanation: ${binder.explanation}`, { size: 9, after: 4 });
  }
  drawSignatures(paper, binder);
  drawHash(paper, binder);
}

/** The lines of the form that a reader looks for first. */
const MAIN_LINES: ReadonlySet<string> = new Set(['1', '2', '6']);

function drawLines(paper: Paper, binder: BinderPaper): void {
  const [first] = partsOf(binder, '1');
  if (first === undefined) return;
  for (const row of first.rows) {
    const line = String(row['line'] ?? '');
    const count = row['count'];
    const counted = typeof count === 'number' ? ` (${count})` : '';
    drawNumber(paper, {
      line,
      text: `${writtenDays(String(row['text'] ?? ''))}${counted}`,
      amount: Number(row['amount'] ?? 0),
      isMain: MAIN_LINES.has(line),
    });
  }
  if (first.note !== null) drawText(paper, first.note, { size: 7.5, color: COLORS.soft });
}

type NumberLine = {
  readonly line: string;
  readonly text: string;
  readonly amount: number;
  readonly isMain: boolean;
};

function drawNumber(paper: Paper, { line, text, amount, isMain }: NumberLine): void {
  const size = isMain ? 11 : 9.5;
  const weight = isMain ? 'bold' : 'plain';
  const shown = amountCell(amount);
  const wide = widthOf(shown.text, weight, size);
  const right = MARGIN + widthOfPage(paper);
  const lines = linesOf(drawable(text), widthOfPage(paper) - 40 - wide - 16, weight, size);
  asPart(paper, 'P', () => {
    for (const [index, one] of lines.entries()) {
      needRoom(paper, size * LINE_HEIGHT + 4);
      const y = paper.pdf.y;
      if (index === 0) {
        drawLine(paper, line, MARGIN, y, { size, weight, color: COLORS.soft });
        const color = shown.isNegative === true ? COLORS.negative : COLORS.ink;
        drawLine(paper, shown.text, right - wide, y, { size, weight, color });
      }
      drawLine(paper, one, MARGIN + 30, y, { size, weight });
      paper.pdf.y = y + size * LINE_HEIGHT;
    }
  });
  const y = paper.pdf.y + 1.5;
  asArtifact(paper, () => {
    const { pdf } = paper;
    pdf.lineWidth(0.4).moveTo(MARGIN, y).lineTo(right, y).strokeColor(COLORS.line).stroke();
  });
  paper.pdf.y = y + 2.5;
}

function drawVerdict(paper: Paper, agrees: boolean): void {
  paper.pdf.y += 6;
  drawText(
    paper,
    agrees ? 'Lines 1, 2 and 6 agree.' : 'Lines 1, 2 and 6 do not agree. Each difference is listed above.',
    { size: 11, weight: 'bold', color: agrees ? COLORS.brand : COLORS.negative, after: 6 },
  );
}

function drawSignatures(paper: Paper, binder: BinderPaper): void {
  const { prepared, signed } = binder;
  needRoom(paper, 120);
  drawText(paper, 'Certification', { size: 11, weight: 'bold', type: 'H2', after: 3 });
  const transfers = prepared?.mayTransfer === true ? 'may' : 'may not';
  drawText(
    paper,
    prepared === null
      ? 'Not prepared yet.'
      : `Prepared by ${prepared.name}, ${prepared.as}, on ${timeIn(binder, prepared.at)}. The preparer ${transfers} sign for this account or transfer from it.`,
    { size: 9, after: 3 },
  );
  const agree = binder.agrees ? 'agree' : 'do not agree, as the preparer explains';
  if (signed !== null) {
    drawText(
      paper,
      `I reviewed the statement, the journal and the list of client balances; lines 1, 2 and 6 ${agree}. Reviewed and signed by ${signed.name}, ${signed.as}, on ${timeIn(binder, signed.at)}.`,
      { size: 9, after: 3 },
    );
    return;
  }
  drawText(paper, 'Not signed by a lawyer yet.', { size: 9, after: 20 });
  drawSignatureLine(paper);
}

/** To sign by hand. */
function drawSignatureLine(paper: Paper): void {
  const { pdf } = paper;
  const half = widthOfPage(paper) / 2;
  const y = pdf.y;
  asArtifact(paper, () => {
    pdf.lineWidth(0.6).strokeColor(COLORS.soft);
    pdf
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + half - 20, y)
      .stroke();
    pdf
      .moveTo(MARGIN + half, y)
      .lineTo(MARGIN + 2 * half, y)
      .stroke();
  });
  const ink = { size: 7.5, color: COLORS.soft };
  asPart(paper, 'P', () => {
    drawLine(paper, 'Reviewing lawyer, bar number', MARGIN, y + 3, ink);
    drawLine(paper, 'Date', MARGIN + half, y + 3, ink);
  });
  pdf.y = y + 16;
}

function drawHash(paper: Paper, { contentHash, id, version }: BinderPaper): void {
  const about = `Binder ${id}, version ${version}.`;
  const hash = contentHash === null ? '' : ` SHA-256 of what was signed: ${contentHash}`;
  drawText(paper, `${about}${hash}`, { size: 7, color: COLORS.soft });
}
