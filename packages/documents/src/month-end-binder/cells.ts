// A cell of a section as it is printed.
import { formatShortDay } from '@makewhole/domain/format-day';
import type { Cell, Column } from '@makewhole/domain/month-ends/section';
import { amountCell, type TableCell } from '../table.ts';

export function cellOf({ kind }: Column, cell: Cell | undefined): TableCell {
  if (kind === 'amount') return amountCell(typeof cell === 'number' ? cell : null);
  return { text: textOf(cell) };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/;

/** A cell as people write it: days and times of the day with their month. */
function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  const text = String(cell);
  if (DAY.test(text)) return formatShortDay(text);
  const [, day, time] = INSTANT.exec(text) ?? [];
  return day === undefined ? text : `${formatShortDay(day)} ${time}`;
}

/** A sentence of the books with its days as people write them. */
export function writtenDays(text: string): string {
  return text.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, formatShortDay);
}
