// What paper shows of a page that an auditor files, and what a word of the trade says when it is pressed.
import type { Page } from 'playwright-core';
import { extractText } from 'unpdf';
import { beforeAll, describe, expect, test } from 'vitest';
import { NARROW, openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  page = await openAs(world, 'lawyer');
  return () => world.stop();
});

describe('printed', () => {
  test.each([
    ['the ledger self-check', 'Ledger self-check', openSelfCheck],
    ['a month end', 'Month ends', openMonthEnd],
    ['a refund', 'Refund', openRefund],
  ] as const)('%s has the firm, the day and page numbers, and nothing to press', async (_, title, open) => {
    await open();
    await page.emulateMedia({ media: 'print' });
    const pressed = 'button:not([data-term]), input, select, textarea, nav, a[download]';
    expect(await page.locator(pressed).filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: null });
    const paper = await readPdf(page);
    expect(paper[0]).toContain('Pruitt & Hargrove, PLLC');
    expect(paper[0]).toMatch(/Printed \w{3} \d{1,2}, \d{4}/);
    expect(paper[0]).toContain(title);
    for (const [index, text] of paper.entries()) {
      expect(text).toContain(`Page ${index + 1} of ${paper.length}`);
    }
  });
});

describe('a word of the trade', () => {
  const meaning = /Money set aside\. It stays in the account/;

  test('is explained by the keyboard, and heard as its description', async () => {
    await page.goto(`/refund?id=${world.dev.transactions.cardTrust}`);
    const word = page.getByRole('button', { name: 'hold' }).first();
    await word.focus();
    await page.keyboard.press('Enter');
    await page.getByText(meaning).filter({ visible: true }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByText(meaning).filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('hold');
    const described = await word.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described ?? ''}"]`).textContent()).toMatch(meaning);
  });

  test('is explained where the mouse rests on it, until it leaves', async () => {
    await page.getByRole('button', { name: 'hold' }).first().hover();
    await page.getByText(meaning).filter({ visible: true }).waitFor();
    await page.mouse.move(0, 0);
    await page.getByText(meaning).first().waitFor({ state: 'hidden' });
  });

  test('is explained on a phone without scripts, within the screen', async () => {
    const phone = await openAs(world, 'lawyer', {
      viewport: NARROW,
      hasTouch: true,
      javaScriptEnabled: false,
    });
    await phone.goto(`/refund?id=${world.dev.transactions.cardTrust}`);
    await phone.getByRole('button', { name: 'hold' }).first().tap();
    const box = await phone.getByText(meaning).filter({ visible: true }).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= NARROW.width).toBe(true);
    await phone.context().close();
  });
});

test('each page leads to its own help', async () => {
  await page.goto('/reconciliation/month-ends');
  await page.getByRole('link', { name: 'Help', exact: true }).click();
  await page.getByRole('heading', { name: 'Trust accounts and month ends', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Words' }).click();
  await page.getByText('Three-way reconciliation').first().waitFor();
});

async function openSelfCheck(): Promise<void> {
  await page.goto('/reconciliation/trust');
}

async function openMonthEnd(): Promise<void> {
  await page.goto('/reconciliation/month-ends');
  await page.getByLabel("The statement's ending date").fill('2026-01-31');
  await page.getByLabel('The balance on that day').fill('1,000.00');
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.waitForURL('**/month-ends/ba_*/me_*');
}

async function openRefund(): Promise<void> {
  await page.goto('/payments?type=refund');
  await page.locator('main tbody a[href^="/refunds/"]').first().click();
  await page.waitForURL('**/refunds/rf_*');
}

/** The words of each page, as the browser prints it. */
async function readPdf(page: Page): Promise<readonly string[]> {
  const pdf = await page.pdf({ format: 'Letter', preferCSSPageSize: true });
  const { text } = await extractText(new Uint8Array(pdf));
  return text;
}
