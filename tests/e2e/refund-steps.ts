// What a person does on the refund page, step by step.
import type { Page } from 'playwright-core';

/** Looks a payment up by its exact ID, as pasted into the box. */
export async function lookUp(page: Page, transactionId: string): Promise<void> {
  await page.goto('/refund');
  await page.getByLabel('Transaction ID').fill(transactionId);
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]id=/);
}

/** Fills in the reason and presses the green button; the question is open then. */
export async function askForRefund(page: Page, reason: string): Promise<void> {
  await page.getByLabel('Reason for the refund').fill(reason);
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByRole('alertdialog').waitFor();
}

/** Answers the question; gives the ID of the refund whose page is shown then. */
export async function confirmRefund(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  return shownRefund(page);
}

/** Waits for a refund's page and gives the refund's ID. */
export async function shownRefund(page: Page): Promise<string> {
  await page.waitForURL('**/refunds/rf_*');
  return new URL(page.url()).pathname.replace('/refunds/', '');
}

/** Waits until the page says this status, in words; for so long where it is not the usual time. */
export async function seeStatus(page: Page, words: string, wait?: { timeout: number }): Promise<void> {
  await page.getByRole('region', { name: 'Status' }).getByText(words, { exact: true }).waitFor(wait);
}
