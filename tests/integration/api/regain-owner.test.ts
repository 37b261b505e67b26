// A firm whose only owner cannot sign in is helped by command, never by hand in the database, and leaves a trace.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import type { Schemas } from './call.ts';
import { givePerson, setUpSecondFactor, signIn } from './user-calls.ts';

const PROGRAM = fileURLToPath(new URL('../../../packages/db/bin/regain-owner.ts', import.meta.url));

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Ended = { readonly code: number; readonly said: string };

function regain(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
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
  [
    ['--email', 'nobody@adler.example', '--make-owner', '--reference', 'T-1'],
    'Nobody signs in as nobody@adler.example',
  ],
  [['--email', 'nobody@adler.example', '--make-owner'], '--reference is missing'],
  [['--email', 'nobody@adler.example', '--reference', 'T-1'], 'one of'],
])('what is wrong is said, and changes nothing: %j', async (args, words) => {
  expect(await regain(...args)).toMatchObject({ code: 1, said: expect.stringContaining(words) });
});
