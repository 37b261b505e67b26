// Writes the README's picture of the refund page from a real run, so that it never lies: npm run screenshots -w tests
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openAs } from './browser.ts';
import { startPortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

mkdirSync(FOLDER, { recursive: true });
const world = await startPortalWorld();
try {
  const page = await openAs(world, 'lawyer', { deviceScaleFactor: 2, colorScheme: 'light' });
  await lookUp(page, world.dev.transactions.split);
  await askForRefund(page, 'Paid twice by mistake: the retainer had been wired the day before.');
  await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await page.getByText('Record this step').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.screenshot({ path: `${FOLDER}refund.png` });
} finally {
  await world.stop();
}
