// Rows with more facts than a line holds: each is a small block of its facts in two columns, those that it has.
import type { Section } from '@makewhole/domain/month-ends/section';
import { drawable, linesOf } from '../letters.ts';
import {
  COLORS,
  LINE_HEIGHT,
  MARGIN,
  asPart,
  drawLine,
  drawRule,
  drawText,
  needRoom,
  widthOfPage,
  type Paper,
} from '../paper.ts';
import { cellOf } from './cells.ts';

const SIZE = 8;
const NAME_WIDTH = 92;
const GUTTER = 18;

export function drawRecords(paper: Paper, { columns, rows }: Section): void {
  for (const row of rows) {
    const facts = columns
      .map((column) => ({ name: column.label, value: cellOf(column, row[column.key]).text }))
      .filter(({ value }) => value !== '');
    const [first, ...rest] = facts;
    needRoom(paper, (rest.length / 2 + 2) * SIZE * LINE_HEIGHT);
    drawText(paper, `${first?.name ?? ''} ${first?.value ?? ''}`, {
      size: 9,
      weight: 'bold',
      type: 'H3',
      after: 2,
    });
    for (let index = 0; index < rest.length; index += 2) drawPair(paper, rest.slice(index, index + 2));
    drawRule(paper, { gap: 4 });
  }
}

type Fact = { readonly name: string; readonly value: string };

function drawPair(paper: Paper, pair: readonly Fact[]): void {
  const half = (widthOfPage(paper) - GUTTER) / 2;
  const broken = pair.map(({ name, value }) => ({
    names: linesOf(drawable(name), NAME_WIDTH - 6, 'plain', SIZE),
    values: linesOf(drawable(value), half - NAME_WIDTH, 'plain', SIZE),
  }));
  const height = Math.max(...broken.map(({ names, values }) => Math.max(names.length, values.length)));
  needRoom(paper, height * SIZE * LINE_HEIGHT);
  const top = paper.pdf.y;
  for (const [column, { names, values }] of broken.entries()) {
    const x = MARGIN + column * (half + GUTTER);
    asPart(paper, 'P', () => {
      for (let index = 0; index < Math.max(names.length, values.length); index += 1) {
        const y = top + index * SIZE * LINE_HEIGHT;
        drawLine(paper, names[index] ?? '', x, y, { size: SIZE, color: COLORS.soft });
        drawLine(paper, values[index] ?? '', x + NAME_WIDTH, y, { size: SIZE });
      }
    });
  }
  paper.pdf.y = top + height * SIZE * LINE_HEIGHT;
}
