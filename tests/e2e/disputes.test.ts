// Disputes as a lawyer handles them: found by their deadline, answered with what the firm holds, and recorded.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { NARROW, WIDE, openAs } from './browser.ts';
import { takePicture } from './pictures.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { dispute } from './surroundings.ts';

const LOOKS = {
  light: { colorScheme: 'light', viewport: WIDE },
  dark: { colorScheme: 'dark', viewport: WIDE },
  narrow: { colorScheme: 'light', viewport: NARROW },
} as const;

let world: PortalWorld;
let lawyer: Page;
let path: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  const admin = await openAs(world, 'admin');
  await lookUp(admin, world.dev.transactions.cardOperating);
  await askForRefund(admin, 'Paid twice by mistake.');
  await confirmRefund(admin);
  await seeStatus(admin, 'Processing');
  await dispute(world.dev, world.dev.transactions.cardOperating);
  lawyer = await openAs(world, 'lawyer');
});

test('the list has each dispute with its deadline, soonest first, and says what is at risk', async () => {
  await lawyer.goto('/payments');
  await lawyer.getByRole('link', { name: 'Disputes' }).first().click();
  await lawyer.getByText('2 disputes need a response').waitFor({ timeout: 60_000 });
  await lawyer.getByText('is at risk').waitFor();
  expect(await lawyer.getByText(/^in \d+ days/).count()).toBe(2);
  await lawyer.getByLabel('Search disputes').fill('nobody');
  await lawyer.keyboard.press('Enter');
  await lawyer.getByText('No matching disputes').waitFor();
  await lawyer.goto('/disputes');
});

test('an evidence pack is made of what was ticked, confidences left out, and downloaded', async () => {
  await lawyer.goto(`/disputes?q=${world.dev.transactions.cardOperating}`);
  await lawyer.getByRole('table').getByRole('link').first().click();
  await lawyer.waitForURL('**/disputes/dsp_*');
  path = new URL(lawyer.url()).pathname;
  const card = lawyer.getByRole('region', { name: '1. Evidence pack' });
  expect(await card.getByLabel('Proof of refund').isChecked()).toBe(true);
  expect(await card.getByLabel('Matter and client').isChecked()).toBe(false);
  expect(await card.getByLabel('Reason and internal note').isChecked()).toBe(false);
  await card
    .getByText('Attorney-client privilege')
    .or(card.getByText(/privilege/))
    .first()
    .waitFor();
  const file = join(tmpdir(), `engagement-${process.pid}.pdf`);
  await writeFile(file, '%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');
  await card.getByLabel('Document', { exact: false }).first().setInputFiles(file);
  await card.getByLabel('What the document is').fill('Engagement letter');
  await card.getByLabel('Your statement').fill('The client was paid back in full.');
  await card.getByRole('button', { name: 'Make the evidence pack' }).click();
  await lawyer.getByText('The evidence pack is ready').waitFor();
  const href = await lawyer.getByRole('link', { name: /Download the evidence pack/ }).getAttribute('href');
  const answer = await lawyer.request.get(href ?? '');
  expect(answer.headers()).toMatchObject({ 'content-type': 'application/pdf' });
  const pdf = await answer.body();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  if (process.env.PORTAL_PICTURES) await writeFile('.data/pictures/evidence-pack.pdf', pdf);
});

test.each(Object.entries(LOOKS))(
  'the list and the page are accessible and fit, %s',
  async (look, options) => {
    await lawyer.emulateMedia({ colorScheme: options.colorScheme });
    await lawyer.setViewportSize(options.viewport);
    for (const [name, at] of [
      ['the disputes', '/disputes'],
      ['a dispute', path],
    ] as const) {
      await lawyer.goto(at);
      await lawyer.getByRole('heading', { level: 1 }).waitFor();
      for (const details of await lawyer.locator('details:not([open]) > summary').all())
        await details.click();
      const { violations } = await new AxeBuilder({ page: lawyer }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const wide = await lawyer.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wide).toBeLessThanOrEqual(0);
      await takePicture(lawyer, name, look);
    }
    await lawyer.setViewportSize(WIDE);
  },
);

test('the response is recorded with its reference, and the dispute is under review', async () => {
  await lawyer.goto(path);
  const card = lawyer.getByRole('region', { name: '2. Record the response' });
  await card.getByLabel('Reference').fill('case 4711');
  await card.getByLabel('What you sent, and to whom').fill('The pack, in the dashboard');
  await card.getByRole('button', { name: 'Record the response' }).click();
  await lawyer.getByText('Under review', { exact: true }).first().waitFor();
  await lawyer.getByText('The client’s bank will decide').first().waitFor();
  await lawyer.getByText('case 4711').first().waitFor();
});
