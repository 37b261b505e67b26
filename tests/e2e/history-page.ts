// Payment History in a browser, with its scripts at work.
import type { Locator, Page } from 'playwright-core';

export async function openHistory(page: Page, path = '/payments'): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
}

export function searchBox(page: Page): Locator {
  return page.getByRole('searchbox', { name: 'Search payments' });
}
