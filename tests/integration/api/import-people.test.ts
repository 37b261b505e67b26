// The firm's people by an import: viewers are invited once, and everybody else is for an owner to invite.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { principals } from '@makewhole/db/schema/firms';
import { ROLES } from '@makewhole/domain/roles';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { PASSWORD, givePerson, signIn } from './user-calls.ts';

let world: ApiWorld;
let key: string;
beforeAll(async () => {
  world = await createApiWorld();
  key = await giveKey(world.db, world.firm, ['import']);
});
afterAll(() => world.stop());

type Person = { readonly name: string; readonly email: string; readonly role: string };

const viewer = (name: string): Person => ({ name, email: `${name}@people.example`, role: 'viewer' });

async function importPeople(rows: readonly Person[], dryRun = false) {
  const body = { rows, dryRun };
  const answer = await call<Schemas['PeopleBatchAnswer']>(world.url, 'POST /v1/people/batch', { key, body });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.rows.map(({ status, code }) => [status, code]);
}

const find = (email: string) => world.db.select().from(principals).where(eq(principals.email, email));

it('invites a viewer once, by email', async () => {
  const rows = [viewer('ada'), { ...viewer('ben'), email: 'Ben@People.example' }];
  expect(await importPeople(rows)).toEqual([
    ['created', null],
    ['created', null],
  ]);
  expect(await importPeople(rows)).toEqual([
    ['unchanged', null],
    ['unchanged', null],
  ]);
  const [ada] = await find('ada@people.example');
  if (ada === undefined) throw new Error('Nobody was invited');
  expect(ada).toMatchObject({ role: 'viewer', firmId: world.firm.firmId });
  const mails = await world.db.select().from(accountEmails).where(eq(accountEmails.principalId, ada.id));
  expect(mails.map(({ kind }) => kind)).toEqual(['invitation']);
});

it('makes nobody who requests, approves or owns', async () => {
  for (const role of ROLES.filter((one) => one !== 'viewer')) {
    const person = { ...viewer(`would-be-${role}`), role };
    expect(await importPeople([person])).toEqual([['refused', 'invite_in_portal']]);
    expect(await find(person.email)).toEqual([]);
  }
});

it('changes no role, and lets nobody back in', async () => {
  await importPeople([viewer('cleo'), viewer('dan')]);
  await world.db
    .update(principals)
    .set({ role: 'lawyer' })
    .where(eq(principals.email, 'cleo@people.example'));
  await world.db
    .update(principals)
    .set({ disabledAt: new Date() })
    .where(eq(principals.email, 'dan@people.example'));
  expect(await importPeople([viewer('cleo'), { ...viewer('cleo'), role: 'lawyer' }, viewer('dan')])).toEqual([
    ['refused', 'invite_in_portal'],
    ['unchanged', null],
    ['refused', 'person_removed'],
  ]);
  expect((await find('dan@people.example'))[0]?.disabledAt).not.toBeNull();
});

it('of a trial invites nobody', async () => {
  expect(await importPeople([viewer('eve'), viewer('eve')], true)).toEqual([
    ['created', null],
    ['unchanged', null],
  ]);
  expect(await find('eve@people.example')).toEqual([]);
});

it("does not tell more than a few addresses of other firms' people", async () => {
  const taken = Array.from({ length: 22 }, (_, at) => viewer(`theirs-${at}`));
  const other = await giveKey(world.db, world.otherFirm, ['import']);
  await call(world.url, 'POST /v1/people/batch', { key: other, body: { rows: taken } });
  const codes = (await importPeople(taken, true)).map(([, code]) => code);
  expect([codes[0], codes.at(-1)]).toEqual(['email_taken', 'too_many_tries']);
});

it('asks an owner to confirm their identity first, and is no business of a lawyer', async () => {
  const body = { rows: [viewer('fay')] };
  const owner = await signIn(world, await givePerson(world, 'owner'));
  expect((await owner('POST /v1/people/batch', body)).body).toMatchObject({ code: 'step_up_required' });
  await owner('POST /v1/step-up', { password: PASSWORD });
  expect((await owner('POST /v1/people/batch', body)).status).toBe(200);
  const lawyer = await signIn(world, await givePerson(world, 'lawyer'));
  expect((await lawyer('POST /v1/people/batch', body)).status).toBe(403);
});
