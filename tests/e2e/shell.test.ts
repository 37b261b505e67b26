// The frame around every page: the way to each place on each screen, what the keyboard does there, and what paper shows.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { NARROW, WIDE, openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;

/** An address that somebody pastes. */
const LONG = `https://files.pruitt-hargrove.example/${'a'.repeat(3_000)}`.slice(0, 3_000);

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

describe('on a wide screen', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openAs(world, 'owner');
    return () => page.context().close();
  });
  const main = () => page.getByRole('navigation', { name: 'Main' });

  test('the navigation stands at the left, marks where one is, and leads to a new refund', async () => {
    await page.goto('/work');
    const place = await main().boundingBox();
    expect(place?.x).toBeLessThan(WIDE.width / 4);
    expect(await placesMarked(main())).toEqual(['Work']);
    await page.getByRole('link', { name: 'New refund' }).click();
    await page.getByRole('heading', { name: 'Refund a payment', level: 1 }).waitFor();
  });

  test('each page of Reconciliation and of the settings is a line of its own, and one of them is marked', async () => {
    for (const [name, path, here] of [
      ['Reconciliation', '/reconciliation/month-ends', 'Month ends'],
      ['Settings', '/settings/webhooks', 'Webhooks'],
    ] as const) {
      await page.goto(path);
      const pages = page.getByRole('navigation', { name });
      expect(await pages.locator('[aria-current=page]').allInnerTexts()).toEqual([here]);
      const boxes = await Promise.all(
        (await pages.getByRole('link').all()).map((link) => link.boundingBox()),
      );
      expect(boxes.length).toBeGreaterThan(9);
      expect(new Set(boxes.map((box) => box?.x)).size).toBe(1);
      expect(new Set(boxes.map((box) => box?.y)).size).toBe(boxes.length);
    }
  });

  test('the menu opens, is left with Escape, and gives the focus back', async () => {
    await page.goto('/');
    const button = page.getByRole('button', { name: 'Your menu' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('System');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sign out' }).waitFor({ state: 'hidden' });
    expect(await focused(page)).toContain('Your menu:');
  });

  test('the first press of Tab leads past the navigation', async () => {
    await page.goto('/work');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
  });

  test('the letters are our own, those of a Vietnamese name too', async () => {
    await page.goto('/payments?q=nguyen');
    const faces = await page.evaluate<readonly string[]>(`
      document.fonts.load('16px "Inter Variable"', 'Nguyễn').then(() =>
        [...document.fonts]
          .filter(({ family, status }) => family.includes('Inter Variable') && status === 'loaded')
          .map(({ unicodeRange }) => unicodeRange.split(',')[0]))`);
    expect(faces).toContain('U+0-FF');
    expect(faces.length).toBeGreaterThan(1);
  });
});

describe.each([true, false])('on a phone, scripts being on: %s', (javaScriptEnabled) => {
  let page: Page;
  beforeAll(async () => {
    page = await openAs(world, 'owner', { viewport: NARROW, javaScriptEnabled });
    return () => page.context().close();
  });
  const bar = () => page.getByRole('navigation', { name: 'Main' });

  test('a bar at the foot has the daily places whole, and says where one is', async () => {
    await page.goto('/work');
    const places = await bar().getByRole('listitem').all();
    const names = (await bar().getByRole('listitem').allInnerTexts()).map((text) => text.split('\n')[0]);
    expect(names).toEqual(['Home', 'Payments', 'New refund', 'Work', 'More']);
    for (const place of places) {
      const box = await place.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= NARROW.width).toBe(true);
      expect(box && box.y + box.height <= NARROW.height).toBe(true);
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
    expect(await placesMarked(bar())).toEqual(['Work']);
    await bar().getByRole('link', { name: 'New refund' }).click();
    await page.getByRole('heading', { name: 'Refund a payment', level: 1 }).waitFor();
  });

  test('what has no place in the bar is under More, and the page names its neighbors', async () => {
    await bar().getByRole('button', { name: 'More' }).click();
    await page.getByRole('link', { name: 'Reconciliation' }).click();
    await page.getByRole('heading', { name: 'Differences', level: 1 }).waitFor();
    expect(await bar().getByRole('button', { name: 'More' }).getAttribute('aria-current')).toBe('true');
    const pages = page.getByRole('navigation', { name: 'Reconciliation' });
    await pages.locator('summary').click();
    await pages.getByRole('link', { name: 'Month ends' }).click();
    await page.getByRole('heading', { name: 'Month ends', level: 1 }).waitFor();
  });
});

describe.each([WIDE, NARROW])('a word of 3,000 letters at $width px', (viewport) => {
  let page: Page;
  beforeAll(async () => {
    page = await openAs(world, 'owner', { viewport });
    return () => page.context().close();
  });

  test.each([
    ['the refund form', () => `/refund?id=${world.dev.transactions.cardTrust}`],
    ['a refund’s reasons', () => '/settings/reasons'],
    ['the opening books', () => '/reconciliation/opening'],
    ['a payment', () => `/payments/${world.dev.transactions.split}`],
  ])('does not widen %s', async (_, path) => {
    await page.goto(path());
    await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true");
    for (const area of await page.locator('main textarea:visible').all()) await area.fill(LONG);
    expect(await sticksOut(page)).toBeLessThanOrEqual(0);
  });

  test.each([
    ['the sales', () => '/payments'],
    ['a payment', () => `/payments/${world.dev.transactions.split}`],
    ['the refund form', () => `/refund?id=${world.dev.transactions.cardTrust}`],
    ['the queue of work', () => '/work'],
  ])('in a name does not widen %s', async (_, path) => {
    await page.goto(path());
    // As if the payer, the matter and whoever else is named here were called so.
    await page.evaluate(`
      const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      const all = [];
      while (texts.nextNode()) all.push(texts.currentNode);
      for (const text of all) {
        if (/Keller|Nygaard|Patel|Nguyen|[0-9]{5}-[0-9]{3}/.test(text.nodeValue)) text.nodeValue = 'w'.repeat(3000);
      }`);
    expect(await sticksOut(page)).toBeLessThanOrEqual(0);
  });
});

/** The places that are marked as the page where one is, without the count of what waits there. */
async function placesMarked(navigation: Locator): Promise<string[]> {
  const marked = await navigation.locator('[aria-current=page]').allInnerTexts();
  return marked.map((text) => text.replace(/\n\d+\nwaiting for you$/, ''));
}

/** By how many pixels the page is wider than the screen. */
async function sticksOut(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}

/** The words of what has the focus. */
async function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent.trim()');
}
