// Pictures of the portal for docs/portal.md, taken by the browser tests themselves, so that they never lie:
// `npm run screenshots` sets PORTAL_PICTURES and runs them.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../docs/images/portal/', import.meta.url));

/** How each page is looked at, and pictured. */
export const PICTURED_LOOKS = ['light', 'dark', 'narrow'] as const;

/** Where the picture of a page stands, below docs/images/portal: `the-refund-form-dark.png`. */
export function pictureName(page: string, look: string): string {
  return `${page.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${look}.png`;
}

/** Takes the picture of what the page shows, where pictures are wanted. */
export async function takePicture(page: Page, name: string, look: string): Promise<void> {
  if (!process.env.PORTAL_PICTURES) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}${pictureName(name, look)}`, animations: 'disabled' });
}
