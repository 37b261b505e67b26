// The nightly upkeep on a real server: what is due for one firm happens.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiKeys } from '@makewhole/db/schema/firms';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { UPKEEP_WORKFLOW } from '@makewhole/domain/contracts/upkeep';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';

let world: RefundWorld;
beforeAll(async () => {
  world = await createRefundWorld();
});
afterAll(() => world.stop());

const DAY_MS = 86_400_000;

it('tells the owners of an unused key, and a week later revokes it', async () => {
  const { db, client, taskQueue, firm } = world;
  const { firmId } = firm;
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Forgotten' });
  const { id } = await createApiKey(db, { firmId, principalId, scopes: ['read'] });
  const itself = eq(apiKeys.id, id);
  await db
    .update(apiKeys)
    .set({ createdAt: new Date(Date.now() - 100 * DAY_MS) })
    .where(itself);
  const night = () => client.workflow.execute(UPKEEP_WORKFLOW, { taskQueue, workflowId: randomUUID() });
  expect(await night()).toMatchObject({ emails: 1 });
  expect(await night()).toMatchObject({ emails: 0 });
  await db
    .update(apiKeys)
    .set({ inactivityToldAt: new Date(Date.now() - 7 * DAY_MS) })
    .where(itself);
  expect(await night()).toMatchObject({ emails: 1 });
  const [key] = await db.select().from(apiKeys).where(itself);
  expect(key?.revokedAt).not.toBeNull();
  const mails = await db.select().from(accountEmails).where(eq(accountEmails.firmId, firmId));
  expect(mails.map(({ kind }) => kind).toSorted()).toEqual(['inactivity_ended', 'inactivity_told']);
});
