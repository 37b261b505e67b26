// An owner brings in a file: what would change is shown first, nothing of it is lost by Back, a reload or a second tab, and
// nothing is written before the owner says so.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { eq, like } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { firmEvents, principals } from '@makewhole/db/schema/firms';
import { clients } from '@makewhole/db/schema/matters';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { previewFile } from './preview-file.ts';

let world: PortalWorld;
let owner: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  owner = await openAs(world, 'owner');
  return () => world.stop();
});

const HEADER = 'external_id,name,email';
const FILE = [HEADER, 'e2e-1,Dana Whitfield,dana@client.example', 'e2e-2,Miriam Okafor,', 'e2e-3,,'];

async function inDatabase<Answer>(work: (db: ReturnType<typeof connect>['db']) => Promise<Answer>) {
  const { db, close } = connect(world.dev.databaseUrl);
  try {
    return await work(db);
  } finally {
    await close();
  }
}

const written = () =>
  inDatabase(async (db) => {
    const rows = await db.select().from(clients).where(like(clients.externalId, 'e2e-%'));
    return rows.map(({ externalId }) => externalId).sort();
  });

test('the preview writes nothing, and is there after a reload, after Back and in a second tab', async () => {
  await owner.goto('/settings');
  await owner.getByRole('link', { name: 'Import data' }).click();
  await previewFile(owner, FILE);
  const address = owner.url();
  const says = async (page: Page) => {
    await page.getByText('cannot be taken').first().waitFor();
    await page.getByText('It is empty. Fill it in.').waitFor();
    expect(await page.locator('dl').first().textContent()).toMatch(/2\s*$|would be created/);
    await page.getByRole('button', { name: 'Import 2 rows' }).waitFor();
  };
  await says(owner);
  await owner.reload();
  await says(owner);
  await owner.getByRole('link', { name: 'Choose another file' }).click();
  await owner.waitForURL('**/settings/import');
  await owner.goBack();
  await says(owner);
  const tab = await owner.context().newPage();
  await tab.goto(address);
  await says(tab);
  await tab.goto('/settings/import');
  await tab.getByRole('link', { name: 'clients.csv' }).click();
  await says(tab);
  await tab.close();
  expect(await written()).toEqual([]);
});

test('the report has every row that cannot be taken', async () => {
  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('link', { name: 'Download all as CSV' }).click(),
  ]);
  const report = await readFile(await download.path(), 'utf8');
  expect(report.split('\r\n').slice(0, 2)).toEqual([
    '\uFEFFline,column,code,value,message',
    '4,name,invalid_value,,It is empty. Fill it in.',
  ]);
});

test('it is written once the owner leaves the bad row out, in the name of the owner, and once from two tabs', async () => {
  const tab = await owner.context().newPage();
  await tab.goto(owner.url());
  await owner.getByRole('checkbox', { name: /Leave out the row/ }).check();
  await owner.getByRole('button', { name: 'Import 2 rows' }).click();
  await owner.getByRole('heading', { name: 'What was written' }).waitFor();
  await tab.getByRole('checkbox', { name: /Leave out the row/ }).check();
  await tab.getByRole('button', { name: 'Import 2 rows' }).click();
  await tab.getByRole('heading', { name: 'What was written' }).waitFor();
  await tab.close();
  expect(await written()).toEqual(['e2e-1', 'e2e-2']);
  const by = await inDatabase((db) =>
    db
      .select({ role: principals.role })
      .from(firmEvents)
      .innerJoin(principals, eq(principals.id, firmEvents.actor))
      .where(eq(firmEvents.type, 'client.imported')),
  );
  expect(by).toEqual([{ role: 'owner' }, { role: 'owner' }]);
});

test('a file that was changed since is told, and the same file says that it is the same', async () => {
  await owner.goto('/settings/import');
  await previewFile(owner, [HEADER, 'e2e-1,Dana W. Whitfield,dana@client.example', 'e2e-2,Miriam Okafor,']);
  await owner.getByText('The file has changed').waitFor();
  await owner.getByRole('button', { name: 'Import 1 row' }).click();
  await owner.getByRole('heading', { name: 'What was written' }).waitFor();
  await owner.goto('/settings/import');
  await previewFile(owner, [HEADER, 'e2e-1,Dana W. Whitfield,dana@client.example']);
  await owner.getByText('There is nothing to write.').waitFor();
});

test('a file that cannot be used is refused with what to do, and so is one that is too large', async () => {
  await owner.goto('/settings/import');
  const send = async (content: string) => {
    await owner
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'f.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await owner.getByRole('button', { name: 'Show what would change' }).click();
  };
  await send('external_id,Name\n1,Ada\n');
  await owner.getByText('Did you mean "name"?').waitFor();
  await send(`${HEADER}\n${'x'.repeat(6 * 1024 * 1024)},Ada,\n`);
  await owner.getByText('A file may have 5 MB here').waitFor();
});

test('it works without scripts', async () => {
  const page = await openAs(world, 'owner', { javaScriptEnabled: false });
  await page.goto('/settings/import');
  await page.getByLabel('File', { exact: true }).setInputFiles({
    ...{ name: 'plain.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(`${HEADER}\ne2e-9,Plain,\n`),
  });
  await page.getByRole('button', { name: 'Show what would change' }).click();
  const reloadUntil = async (heading: string) => {
    for (
      let tries = 0;
      tries < 50 && (await page.getByRole('heading', { name: heading }).count()) === 0;
      tries += 1
    )
      await page.reload();
    await page.getByRole('heading', { name: heading }).waitFor();
  };
  await reloadUntil('What would change');
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await reloadUntil('What was written');
  expect(await written()).toContain('e2e-9');
  await page.context().close();
});

test("is no place of a lawyer, and one person's file is not another's", async () => {
  const address = owner.url();
  await owner.goto('/settings/import');
  await previewFile(owner, FILE);
  const lawyer = await openAs(world, 'lawyer');
  for (const path of ['/settings/import', new URL(owner.url()).pathname]) {
    await lawyer.goto(path);
    await lawyer.getByText('Only an owner can bring data in').waitFor();
  }
  await lawyer.context().close();
  await owner.goto(`${new URL(address).origin}/settings/import/00000000-0000-4000-8000-000000000000`);
  await owner.getByText('This preview has ended').waitFor();
});
