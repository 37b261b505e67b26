// A program of the firm is told of events: the owner adds it, sees what reached it, and sends a message again.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let owner: Page;
beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});
beforeAll(async () => {
  owner = await openAs(world, 'owner');
});

test('an address that cannot be used is refused, and what was typed stays', async () => {
  await owner.goto('/settings/webhooks');
  await owner.getByLabel('Address').fill('not an address');
  await owner.getByLabel('Program').fill('Practice management');
  await owner.getByRole('button', { name: 'Add the endpoint' }).click();
  await owner.getByText('write it as https://').waitFor();
  expect(await owner.getByLabel('Program').inputValue()).toBe('Practice management');
});

test('an endpoint is added, its secret shown once, a message reaches it, and is sent again', async () => {
  let refusing = true;
  const receiver = await startWebhookReceiver((_, response) => {
    response.writeHead(refusing ? 410 : 204).end();
  });
  await owner.goto('/settings/webhooks');
  await owner.getByLabel('Address').fill(receiver.url);
  await owner.getByLabel('Program').fill('Practice management');
  await owner.getByRole('button', { name: 'Add the endpoint' }).click();
  const secret = (await owner.getByText(/^whsec_/).textContent()) ?? '';
  await owner.getByRole('link', { name: 'Practice management' }).click();
  await owner.waitForURL('**/settings/webhooks/we_*');
  expect(await owner.getByText('whsec_').count()).toBe(0);

  await owner.getByRole('button', { name: 'Send a test message' }).click();
  const [message] = await receiver.messages(1);
  if (message === undefined) throw new Error('No message came');
  const headers = message.headers as Record<string, string>; // none of these is sent twice
  expect(new Webhook(secret).verify(message.body, headers)).toMatchObject({ type: 'ping' });
  await seeOnReload('It said that it is gone');
  await seeOnReload('Send again');

  refusing = false;
  await owner.getByRole('button', { name: 'Turn it on' }).click();
  await owner.getByText('Working', { exact: true }).waitFor();
  await owner.getByRole('button', { name: /^Send again/ }).click();
  await receiver.messages(2);
  await seeOnReload('answered 204');
  await receiver.stop();
});

/** What a worker does shows when the page is loaded again. */
async function seeOnReload(words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await owner.goto(owner.url());
        return owner.getByRole('main').textContent();
      },
      { timeout: 30_000, interval: 300 },
    )
    .toContain(words);
}
