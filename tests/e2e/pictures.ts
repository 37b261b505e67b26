// Pictures of the portal, taken by the browser tests themselves, so that they never lie: `npm run screenshots` sets
// PORTAL_PICTURES and runs them. All go to .data/pictures; the few that the docs show are replaced there too.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const ALL = fileURLToPath(new URL('../../.data/pictures/', import.meta.url));
const SHOWN = fileURLToPath(new URL('../../docs/images/portal/', import.meta.url));

const QUALITY_PERCENT = 80;

/** How each page is looked at, and pictured. */
export const PICTURED_LOOKS = ['light', 'dark', 'narrow'] as const;

/** What the picture of a page is called: `the-refund-form-dark.webp`. */
export function pictureName(page: string, look: string): string {
  return `${page.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${look}.webp`;
}

/** Takes the picture of what the page shows, where pictures are wanted. */
export async function takePicture(page: Page, name: string, look: string): Promise<void> {
  if (!process.env.PORTAL_PICTURES) return;
  const file = pictureName(name, look);
  const picture = await captureWebp(page);
  await mkdir(ALL, { recursive: true });
  await writeFile(`${ALL}${file}`, picture);
  if (existsSync(`${SHOWN}${file}`)) await writeFile(`${SHOWN}${file}`, picture);
}

/** What the page shows as a picture. Playwright's own screenshots are PNG or JPEG: twice the size, or blurred text. */
export async function captureWebp(page: Page, quality: number = QUALITY_PERCENT): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
  });
  await devtools.detach();
  return Buffer.from(data, 'base64');
}
