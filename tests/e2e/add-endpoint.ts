import type { Page } from 'playwright-core';

/** Adds a webhook endpoint that nobody listens at, and sends it a message. @returns its ID */
export async function addEndpoint(page: Page): Promise<string> {
  await page.goto('/settings/webhooks');
  await page.getByLabel('Address').fill('http://127.0.0.1:9/makewhole');
  await page.getByLabel('Program').fill('Practice management');
  await page.getByRole('button', { name: 'Add the endpoint' }).click();
  await page.getByText('whsec_').waitFor();
  await page.getByRole('link', { name: 'Practice management' }).click();
  await page.waitForURL('**/settings/webhooks/we_*');
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await page.getByText('What was sent').waitFor();
  return new URL(page.url()).pathname.replace('/settings/webhooks/', '');
}
