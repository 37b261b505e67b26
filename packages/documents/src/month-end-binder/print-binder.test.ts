import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { formatMoney, money } from '@makewhole/domain/money';
import { NAMES, binderOf } from '../../test-support/binder-of.ts';
import { FORM_SECTIONS, type BinderPaper } from './binder-facts.ts';
import { printBinder } from './print-binder.ts';

async function pagesOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map((page) => page.replaceAll(/\s+/g, ' '));
}

const print = async (binder: BinderPaper) => pagesOf(await printBinder(binder));
const show = (amount: number) => formatMoney(money(amount), 'USD');

test('the first page has the firm, the account, each line of the form, and who signed', async () => {
  const binder = binderOf(4, 3);
  const [first = ''] = await print(binder);
  const rows = binder.sections.find(({ section }) => section === '1')?.rows ?? [];
  expect(rows.length).toBeGreaterThan(9);
  for (const { line, amount } of rows) expect(first).toContain(`${String(line)} ${show(Number(amount))}`);
  for (const said of [
    ...['Hargrove & Lindqvist LLP', 'account ending in 4410', 'IOLTA', 'Nov 1, 2026 to Nov 30, 2026'],
    ...[
      'Lines 1, 2 and 6 agree.',
      'Prepared by Elena Ruiz, Bookkeeper',
      'Daniel Hargrove, bar number 4471823',
    ],
    ...['c0ffee', 'Bank statement, Nov 30, 2026'],
  ]) {
    expect(first).toContain(said);
  }
});

test('all fifteen sections follow in order, and the contents say on which page', async () => {
  const pages = await print(binderOf(4, 3));
  const contents = pages[1] ?? '';
  let before = 0;
  for (const { number, title } of FORM_SECTIONS) {
    // "14 Proof 3 items 9"
    const entry = new RegExp(`(?:^| )${number} ${title} (?:\\d+ items? |none )?(\\d+)`).exec(contents);
    const page = Number(entry?.[1]);
    expect(page, title).toBeGreaterThanOrEqual(before);
    before = page;
    if (Number(number) >= 2) expect(pages[page - 1], title).toContain(`${number} ${title}`);
  }
});

test('each client is on a card of their own with the balance that section 5 has, and these sum to line 1', async () => {
  const binder = binderOf(7, 5);
  const text = (await print(binder)).join(' ');
  const balances = binder.sections.find(({ section }) => section === '5');
  let total = 0;
  for (const row of balances?.rows ?? []) {
    const closing = Number(row['closing']);
    total += closing;
    expect(text.split(String(row['name'])).length).toBeGreaterThan(2);
    expect(text.split(show(closing)).length).toBeGreaterThan(2);
  }
  expect(total).toBe(balances?.total);
  expect(text).toContain(`Total ${show(total)}, which stands on line 1 of section 1.`);
  for (const name of NAMES) expect(text).toContain(name);
});

test('a draft says so on each page, and has a line to sign on', async () => {
  const pages = await print(binderOf(3, 2, 'draft'));
  expect(pages.filter((page) => !page.includes('DRAFT'))).toEqual([]);
  expect(pages[0]).toContain('Not signed by a lawyer yet.');
  expect((await print(binderOf(3, 2))).some((page) => page.includes('DRAFT'))).toBe(false);
});

test('the same binder is the same bytes', async () => {
  const [one, other] = [await printBinder(binderOf(3, 2)), await printBinder(binderOf(3, 2))];
  expect(one.equals(other)).toBe(true);
});

test(
  'a month of two thousand entries is printed whole within a bounded memory',
  { timeout: 240_000 },
  async () => {
    const binder = binderOf(100, 20);
    const before = process.memoryUsage().rss;
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 50);
    const pdf = await printBinder(binder);
    clearInterval(watch);
    expect((highest - before) / 1e6).toBeLessThan(1_200);
    const document = await getDocumentProxy(new Uint8Array(pdf));
    expect(document.numPages).toBeGreaterThan(100);
    const last = await document.getPage(document.numPages);
    const words = (await last.getTextContent()).items
      .map((item) => ('str' in item ? item.str : ''))
      .join(' ');
    expect(words).toContain(`Page ${document.numPages} of ${document.numPages}`);
  },
);
