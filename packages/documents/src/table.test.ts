import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { addPage, printPaper, type Frame } from './paper.ts';
import { amountCell, drawTable, type TableRow } from './table.ts';

const FRAME: Frame = {
  title: 'A list',
  author: 'Adler & Brandt LLP',
  at: new Date('2026-11-30T12:00:00Z'),
  running: ['Adler & Brandt LLP', 'Trust account'],
  foot: 'Binder me_1',
  stamp: 'DRAFT',
};
const COLUMNS = [
  { label: 'Day' },
  { label: 'Who' },
  { label: 'Deposit', align: 'right' },
  { label: 'Balance', align: 'right' },
] as const;

function rowsOf(count: number): TableRow[] {
  return Array.from({ length: count }, (_, index) => ({
    cells: [
      { text: 'Nov 30, 2026' },
      { text: `Client ${index} with a name that is long enough to be broken` },
      amountCell(index),
      amountCell(index - 5),
    ],
  }));
}

function print(rows: readonly TableRow[]): Promise<Buffer> {
  return printPaper(FRAME, async (paper) => {
    addPage(paper);
    await drawTable(paper, { columns: COLUMNS, rows });
  });
}

async function pagesOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}

test('each page of a long table has the head of the paper, the head of the table and its number', async () => {
  const pages = await pagesOf(await print(rowsOf(200)));
  expect(pages.length).toBeGreaterThan(3);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('Day Who Deposit Balance');
    expect(page).toContain('Trust account');
    expect(page).toContain('DRAFT');
    expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
  }
});

test('no row is lost or broken over two pages, and what is negative is in parentheses', async () => {
  const pages = await pagesOf(await print(rowsOf(200)));
  for (let index = 0; index < 200; index += 1) {
    expect(pages.filter((page) => page.includes(`Client ${index} with`))).toHaveLength(1);
  }
  expect(pages[0]).toContain('$0.00 ($0.05)');
});

test('a table of ten thousand rows is printed within a bounded memory', { timeout: 120_000 }, async () => {
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 50);
  const pdf = await print(rowsOf(10_000));
  clearInterval(watch);
  expect(pdf.byteLength).toBeGreaterThan(100_000);
  expect((highest - before) / 1e6).toBeLessThan(300);
});
