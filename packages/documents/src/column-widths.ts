// How wide the columns of a table are: as wide as what they hold, and where that is more than the page has, each gives
// in proportion, but none below its longest word.
import { drawable, widthOf } from './letters.ts';

type Row = { readonly isBold?: boolean; readonly cells: readonly { readonly text: string }[] };

type Page = { readonly size: number; readonly gap: number; readonly width: number };

/** The rows that are looked at, from the first and evenly over the rest. */
const SAMPLE = 400;
/** No column takes more of a page for one line, in widths of its letters' size. */
const WIDEST_EM = 26;

export function columnWidths(labels: readonly string[], rows: readonly Row[], page: Page): number[] {
  const { size, gap, width } = page;
  const every = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, index) => index % every === 0 || index >= rows.length - 5);
  const columns = labels.map((label, index) => {
    const texts = sample.map(({ cells, isBold = false }) => ({
      text: drawable(cells[index]?.text ?? ''),
      isBold,
    }));
    return columnOf(label, texts, size);
  });
  const free = width - gap * (labels.length - 1);
  const wanted = total(columns.map(({ natural }) => natural));
  if (wanted <= free) {
    const spare = free - wanted;
    // What is left goes to the columns of text, in proportion.
    const stretch = total(columns.map(({ grows, natural }) => (grows ? natural : 0)));
    if (stretch === 0) return columns.map(({ natural }) => natural + spare / columns.length);
    return columns.map(({ natural, grows }) => natural + (grows ? (spare * natural) / stretch : 0));
  }
  const least = total(columns.map(({ smallest }) => smallest));
  if (least >= free) return columns.map(({ smallest }) => (smallest * free) / least);
  const share = (free - least) / (wanted - least);
  return columns.map(({ natural, smallest }) => smallest + (natural - smallest) * share);
}

type Column = { readonly natural: number; readonly smallest: number; readonly grows: boolean };

function columnOf(label: string, texts: readonly { text: string; isBold: boolean }[], size: number): Column {
  const widest = WIDEST_EM * size;
  let natural = longestWord(label, 'bold', size);
  let smallest = natural;
  let grows = false;
  for (const { text, isBold } of texts) {
    const weight = isBold ? 'bold' : 'plain';
    const lines = text.split('\n').map((line) => widthOf(line, weight, size));
    natural = Math.max(natural, Math.min(widest, ...[Math.max(...lines)]));
    // Money and days are not broken.
    const isWhole = /^[($]|^\w{3} \d{1,2}, \d{4}$/.test(text);
    const word = isWhole ? Math.max(...lines) : Math.min(9 * size, longestWord(text, weight, size));
    smallest = Math.max(smallest, word);
    if (!isWhole && text.includes(' ')) grows = true;
  }
  return { natural: Math.max(natural, smallest) + 0.5, smallest: smallest + 0.5, grows };
}

function longestWord(text: string, weight: 'plain' | 'bold', size: number): number {
  return Math.max(0, ...text.split(/\s+/).map((word) => widthOf(word, weight, size)));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
