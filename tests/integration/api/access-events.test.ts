// Who came in, who was turned away, and what left in files (R11); and what people do to their own accounts.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import {
  PASSWORD,
  givePerson,
  nextCode,
  setUpSecondFactor,
  signIn,
  trySignIn,
  type Session,
} from './user-calls.ts';

type Page<Row> = { readonly data: Row[]; readonly nextCursor: string | null };

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

async function newFirm() {
  const firm = await createSmallFirm(world.db);
  const person = await givePerson(world, 'owner', firm);
  return { firm, person, owner: await signIn(world, person) };
}

const accessOf = async (owner: Session, query = '') =>
  (await owner<Page<Schemas['AccessEvent']>>(`GET /v1/firm/access-events${query}`)).body;

describe('what an owner reads of access', () => {
  it('is who signed in and who was refused, with the address; of nobody it knows nothing', async () => {
    const { firm, person, owner } = await newFirm();
    const viewer = await givePerson(world, 'viewer', firm);
    await trySignIn(world, viewer.email, 'not the password');
    await trySignIn(world, 'nobody@adler.example', 'not the password');
    await signIn(world, viewer);
    const { data } = await accessOf(owner);
    expect(data.map(({ kind, actor }) => [kind, actor.id])).toEqual([
      ['signed_in', viewer.id],
      ['sign_in_refused', viewer.id],
      ['signed_in', person.id],
    ]);
    expect(data[1]?.address).toMatch(/^198\.51\./);
    expect(JSON.stringify(data)).not.toContain('not the password');
  });

  it('is what was exported, by whom, person or program', async () => {
    const { firm, person, owner } = await newFirm();
    const key = await giveKey(world.db, firm);
    await call(world.url, 'GET /v1/exports/payments', { key });
    await owner('GET /v1/exports/refunds');
    await owner('GET /v1/audit/export');
    const { data } = await accessOf(owner, '?limit=3');
    expect(data.map(({ kind, data: what }) => [kind, what['what']])).toEqual([
      ['exported', 'audit'],
      ['exported', 'refunds'],
      ['exported', 'payments'],
    ]);
    expect(data.map(({ actor }) => actor.id === person.id)).toEqual([true, true, false]);
  });

  it('is read page by page, by owners alone, and of their own firm alone; nobody edits it', async () => {
    const { firm, owner } = await newFirm();
    await owner('GET /v1/exports/refunds');
    const first = await accessOf(owner, '?limit=1');
    const second = await accessOf(owner, `?limit=1&cursor=${first.nextCursor}`);
    expect([first.data[0]?.kind, second.data[0]?.kind, second.nextCursor]).toEqual([
      'exported',
      'signed_in',
      null,
    ]);
    const lawyer = await signIn(world, await givePerson(world, 'lawyer', firm));
    expect((await lawyer('GET /v1/firm/access-events')).status).toBe(403);
    await expect(world.db.execute(sql`DELETE FROM access_events`)).rejects.toThrow();
    await expect(world.db.execute(sql`UPDATE access_events SET address = 'x'`)).rejects.toThrow();
  });
});

describe('what a person does to their own account', () => {
  it('is mailed to them, and stands in the timeline of the firm', async () => {
    const { firm, owner } = await newFirm();
    const person = await givePerson(world, 'admin', firm);
    const { session, totp } = await setUpSecondFactor(world, await signIn(world, person));
    await session('POST /v1/step-up', { code: nextCode({ totp }) });
    await session('POST /auth/two-factor/generate-backup-codes', { password: PASSWORD });
    await session('POST /auth/two-factor/disable', { password: PASSWORD });
    const passwords = { currentPassword: PASSWORD, newPassword: 'quite another long password' };
    const again = await signIn(world, person);
    await again('POST /auth/change-password', passwords);
    const changes = ['second_factor_on', 'recovery_codes_made', 'second_factor_off', 'password_changed'];
    const mails = await world.db.select().from(accountEmails).where(eq(accountEmails.principalId, person.id));
    expect(mails.toSorted((one, two) => (one.id < two.id ? -1 : 1)).map(({ kind }) => kind)).toEqual(changes);
    const { data } = (await owner<Page<Schemas['FirmEvent']>>('GET /v1/firm/events')).body;
    expect(data.map(({ type, actor }) => [type, actor.id]).reverse()).toEqual(
      changes.map((change) => [`account.${change}`, person.id]),
    );
  });
});
