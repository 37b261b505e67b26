// Bank statements in the portal: what an import brought, the list of lines, and a wrong statement set aside by an owner.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let admin: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});
beforeAll(async () => {
  admin = await openAs(world, 'admin');
  return () => admin.context().close();
});

const csvOf = (...rows: readonly string[]) => ['date,description,amount', ...rows].join('\n');
const ofxOf = (account: string, day: string) =>
  `OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>011<ACCTID>${account}</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>${day}<TRNAMT>-1.00<FITID>${day}<NAME>FEE</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

async function choose(page: Page, content: string, name = 'statement.csv'): Promise<void> {
  await page.getByRole('combobox', { name: 'Account' }).selectOption({ label: 'Operating account' });
  await page
    .getByLabel('Statement', { exact: true })
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}
async function send(page: Page, content: string, name?: string): Promise<void> {
  await page.goto('/reconciliation/bank');
  await choose(page, content, name);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

const FIRST = csvOf('2026-03-10,Wire in,90.00', '2026-03-11,Fee,-5.00');

test('an import says what is new, and the same file again that nothing is', async () => {
  await send(admin, FIRST);
  await admin.getByRole('status').getByText('2 new lines of 2.').waitFor();
  await send(admin, FIRST);
  await admin.getByRole('status').getByText('Nothing new').waitFor();
  await admin.getByText('This file was imported on').waitFor();
  await send(admin, csvOf('2026-03-11,Service fee,-5.00'));
  await admin.getByRole('status').getByText('No new lines').waitFor();
});

test('a wrong file is refused at its field, which keeps what else was chosen', async () => {
  await send(admin, csvOf('2026-03-10,Wire,12.345'));
  const field = admin.getByLabel('Statement', { exact: true });
  await admin.getByText('Line 2').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await admin.evaluate("document.activeElement.getAttribute('name')")).toBe('statement');
  // A second press while the first is under way sends nothing.
  await choose(admin, csvOf('2026-03-20,Twice,1.00'));
  await admin.getByRole('button', { name: 'Import', exact: true }).dblclick();
  await admin.getByRole('status').getByText('1 new line of 1.').waitFor();
  await admin.goBack();
  await admin.goForward();
  await admin.goto('/reconciliation/bank/lines?q=Twice');
  expect(await admin.getByRole('row').filter({ hasText: 'Twice' }).count()).toBe(1);
});

test('another account number is asked about, and the answer is on the statement', async () => {
  await send(admin, ofxOf('000111222', '20260401'), 'april.qbo');
  await admin.getByRole('status').getByText('1 new line of 1.').waitFor();
  await send(admin, ofxOf('000999888', '20260501'), 'may.ofx');
  await admin.getByLabel(/has given this account a new number: it was the one ending in 1222/).check();
  await admin.getByRole('button', { name: 'Import', exact: true }).click();
  await admin.getByRole('status').getByText('1 new line of 1.').waitFor();
  await admin.getByRole('link', { name: 'See the statement' }).click();
  await admin.getByText('ends in 9888; before that, 1222').waitFor();
});

test('the list of lines is narrowed, and says what is not matched', async () => {
  await admin.goto('/reconciliation/bank');
  await admin.getByRole('link', { name: 'the list of lines' }).click();
  const lines = admin.getByRole('table', { name: 'Bank lines' });
  await lines.getByText('Wire in').waitFor();
  expect(await lines.getByRole('row').count()).toBe(6);
  await admin.getByLabel('Text or amount').fill('90.00');
  await admin.getByRole('button', { name: 'Show' }).click();
  await admin.waitForURL('**/lines?q=90.00*');
  expect(await lines.getByRole('row').count()).toBe(2);
  await lines.getByText('Not matched').waitFor();
  const saved = admin.waitForEvent('download');
  await admin.getByRole('link', { name: 'Save as CSV' }).click();
  const csv = await readFile(await (await saved).path(), 'utf8');
  expect([csv.includes('Wire in'), csv.includes('Fee')]).toEqual([true, false]);
  await admin.getByLabel('In the books').selectOption('Matched');
  await admin.getByRole('button', { name: 'Show' }).click();
  await admin.getByText('No line matches').waitFor();
  await admin.goto('/reconciliation/bank/lines?from=nonsense');
  await admin.getByText('The list cannot be narrowed like this').waitFor();
});

test('an owner sets a wrong statement aside, and importing it again undoes it', async () => {
  await admin.goto('/reconciliation/bank/lines?q=Wire+in');
  await admin
    .getByRole('table')
    .getByRole('link', { name: /Operating/ })
    .click();
  await admin.waitForURL('**/statements/bs_*');
  await admin.getByText('an owner of your firm can set it aside').waitFor();
  const owner = await openAs(world, 'owner');
  await owner.goto(admin.url());
  await owner.getByText('This statement is wrong').click();
  const press = () => owner.getByRole('button', { name: 'Set the statement aside' }).click();
  await owner.getByLabel('What is wrong with it').fill('It is of the trust account.');
  await owner.getByLabel('Your password, or a code').fill('not the password');
  await press();
  await owner.locator('[name=proof][aria-invalid=true]').waitFor();
  expect(await owner.getByLabel('What is wrong with it').inputValue()).toBe('It is of the trust account.');
  await owner.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await press();
  await owner.getByText('nothing of it counts').waitFor();
  await owner.getByText('It is of the trust account.').waitFor();
  await admin.goto('/reconciliation/bank/lines?q=Wire+in');
  await admin.getByText('No line matches').waitFor();
  await admin.goto('/reconciliation/bank/statements');
  await admin.getByText('Set aside', { exact: true }).waitFor();
  await send(admin, FIRST);
  // The fee had come with another statement too, and stayed.
  await admin.getByRole('status').getByText('1 new line of 2.').waitFor();
  await owner.goto('/settings/history');
  await owner.getByText('Set a bank statement aside as wrong').waitFor();
  await owner.context().close();
});
