// Every email in a browser: readable in light and in dark, on a phone, and pictured for docs/emails.md by `npm run screenshots`.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleEmails } from '../support/sample-emails.ts';
import { launchBrowser } from './browser.ts';
import { captureWebp } from './pictures.ts';

const SHOWN = fileURLToPath(new URL('../../docs/images/emails/', import.meta.url));
/** One is enough to show what dark looks like: all are laid out alike. */
const SHOWN_DARK = 'refund_processing';
const PHONE_WIDTH = 360;
const QUALITY_PERCENT = 55;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it.each([...sampleEmails()])('%s can be read', async (name, { html }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width: 660, height: 400 } });
    const page = await context.newPage();
    await page.setContent(html);
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    await page.setViewportSize({ width: 660, height });
    if (process.env.PORTAL_PICTURES && (colorScheme === 'light' || name === SHOWN_DARK)) {
      await mkdir(SHOWN, { recursive: true });
      const file = `${name.replaceAll('_', '-')}${colorScheme === 'dark' ? '-dark' : ''}.webp`;
      await writeFile(`${SHOWN}${file}`, await captureWebp(page, QUALITY_PERCENT));
    }
    await page.setViewportSize({ width: PHONE_WIDTH, height: 740 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      PHONE_WIDTH,
    );
    await context.close();
  }
});
