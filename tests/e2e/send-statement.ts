import type { Page } from 'playwright-core';

/** Sends a file as a statement of the operating account, from the page of the bank lines. */
export async function sendStatement(page: Page, content: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Account' }).selectOption({ label: 'Operating account' });
  const file = { name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
  await page.getByLabel('Statement', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

/** Imports a statement of the operating account. @returns its ID */
export async function importStatement(page: Page): Promise<string> {
  await page.goto('/reconciliation/bank');
  const rows = [
    '2026-03-10,WIRE TRANSFER IN KELLER FAMILY TRUST,1250.00',
    '2026-03-11,MONTHLY SERVICE FEE,-15.00',
    '2026-03-12,CARD BATCH 0312 MERCHANT DEPOSIT,8420.55',
  ];
  await sendStatement(page, ['date,description,amount', ...rows].join('\n'));
  await page.waitForURL('**/reconciliation/bank?imported=bs_*');
  return new URL(page.url()).searchParams.get('imported') ?? '';
}
