// The page of contents: the sections of the form, how many items each has, and its page.
import { drawable, widthOf } from '../letters.ts';
import {
  COLORS,
  LINE_HEIGHT,
  MARGIN,
  asArtifact,
  asPart,
  drawLine,
  drawText,
  markPlace,
  needRoom,
  widthOfPage,
  type Paper,
} from '../paper.ts';
import { FORM_SECTIONS, partsOf, placeOf, type BinderPaper } from './binder-facts.ts';

const SIZE = 10.5;

export function drawContents(paper: Paper, binder: BinderPaper): void {
  markPlace(paper, 'Contents');
  drawText(paper, 'Contents', { size: 16, weight: 'bold', type: 'H1', color: COLORS.brand, after: 8 });
  for (const { number, title } of FORM_SECTIONS) {
    const count = partsOf(binder, number).reduce((all, part) => all + part.count, 0);
    const items = Number(number) < 2 ? '' : count === 0 ? 'none' : count === 1 ? '1 item' : `${count} items`;
    drawEntry(paper, { number, title, items });
  }
}

type Entry = { readonly number: string; readonly title: string; readonly items: string };

function drawEntry(paper: Paper, { number, title, items }: Entry): void {
  const page = String(paper.known.places.get(placeOf(number, title)) ?? '');
  needRoom(paper, SIZE * LINE_HEIGHT + 10);
  const y = paper.pdf.y;
  const right = MARGIN + widthOfPage(paper);
  asPart(paper, 'P', () => {
    drawLine(paper, number, MARGIN, y, { size: SIZE, color: COLORS.soft });
    drawLine(paper, drawable(title), MARGIN + 30, y, { size: SIZE });
    drawLine(paper, items, right - 60 - widthOf(items, 'plain', 9), y + 1, { size: 9, color: COLORS.soft });
    drawLine(paper, page, right - widthOf(page, 'plain', SIZE), y, { size: SIZE });
  });
  const end = y + SIZE * LINE_HEIGHT + 5;
  asArtifact(paper, () => {
    const { pdf } = paper;
    pdf.lineWidth(0.4).moveTo(MARGIN, end).lineTo(right, end).strokeColor(COLORS.line).stroke();
  });
  paper.pdf.y = end + 6;
}
