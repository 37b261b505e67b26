import type { Page } from 'playwright-core';

/** Two good clients and a bad one. */
const FILE = [
  'external_id,name,email',
  'see-1,Dana Whitfield,dana@client.example',
  'see-2,Miriam Okafor,',
  'see-3,,',
];

/** Has the portal say what a file of clients would change. */
export async function previewFile(
  page: Page,
  lines: readonly string[] = FILE,
  kind = 'Clients',
): Promise<void> {
  await page.getByLabel('What it brings in').selectOption({ label: kind });
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: `${kind.toLowerCase()}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  });
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await page.waitForURL('**/settings/import/*');
  await page.getByRole('heading', { name: 'What would change' }).waitFor();
}
