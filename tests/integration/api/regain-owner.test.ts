// A firm whose only owner cannot sign in is helped by command, never by hand in the database, and leaves a trace.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import type { Schemas } from './call.ts';
import { givePerson, setUpSecondFactor, signIn } from './user-calls.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

async function regain(...args: readonly string[]) {
  const env = { DATABASE_URL: world.databaseUrl };
  const { code, out, err } = await runMakewhole(['firm', 'regain-owner', ...args], { env });
  return { code, said: out + err };
}

test('an owner without their app signs in by password again, is told, and the firm can see who did it', async () => {
  const owner = await givePerson(world, 'owner');
  const { session } = await setUpSecondFactor(world, await signIn(world, owner));
  const { code, said } = await regain(
    '--email',
    owner.email,
    '--remove-second-factor',
    '--reference',
    'T-1042',
  );
  expect([code, said]).toEqual([0, expect.stringContaining('signs in with the password alone now')]);
  expect((await session('GET /v1/me')).status).toBe(401);
  const again = await signIn(world, owner);
  const { body } = await again<{ data: Schemas['FirmEvent'][] }>('GET /v1/firm/events');
  expect(body.data[0]).toMatchObject({
    type: 'user.second_factor_removed',
    actor: { id: 'operator', name: null },
    data: { principalId: owner.id, reference: 'T-1042' },
  });
  const emails = await world.db
    .select()
    .from(accountEmails)
    .where(eq(accountEmails.principalId, owner.id))
    .orderBy(accountEmails.requestedAt);
  expect(emails).toMatchObject([
    { kind: 'second_factor_on' },
    { kind: 'second_factor_reset', requestedBy: null },
  ]);
});

test('another person becomes an owner where the only one has left', async () => {
  const lawyer = await givePerson(world, 'lawyer', world.otherFirm);
  const asked = ['--email', lawyer.email, '--make-owner', '--reference', 'T-1043'];
  expect((await regain(...asked)).code).toBe(0);
  const session = await signIn(world, lawyer);
  expect((await session('GET /v1/users')).status).toBe(200);
  expect(await regain(...asked)).toMatchObject({
    code: 1,
    said: expect.stringContaining('is an owner already'),
  });
});

test.each([
  [1, ['--email', 'nobody@adler.example', '--make-owner', '--reference', 'T-1'], 'Nobody signs in as'],
  [2, ['--email', 'nobody@adler.example', '--make-owner'], '--reference'],
  [2, ['--email', 'nobody@adler.example', '--reference', 'T-1'], 'Give one of'],
])('what is wrong is said, and changes nothing: %i %j', async (code, args, words) => {
  expect(await regain(...args)).toMatchObject({ code, said: expect.stringContaining(words) });
});
