// The second factor and what else guards a session (R11): no way around a code, none taken twice, none guessed.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { twoFactor } from '@makewhole/db/schema/auth';
import { createSmallFirm } from '../../support/small-firm.ts';
import { PORTAL_URL, createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import {
  PASSWORD,
  cookieOf,
  givePerson,
  nextCode,
  sessionOf,
  setUpSecondFactor,
  signIn,
  trySignIn,
  type Session,
} from './user-calls.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

async function withSecondFactor() {
  const person = await givePerson(world, 'admin');
  return { person, ...(await setUpSecondFactor(world, await signIn(world, person))) };
}

/** Gives the password; a code is still missing. */
async function firstStep(email: string): Promise<Session> {
  const answer = await trySignIn(world, email);
  expect(JSON.parse(answer.text)).toMatchObject({ twoFactorRedirect: true });
  return sessionOf(world, cookieOf(answer));
}

const verify = (session: Session, code: string, more = {}) =>
  session<{ code?: string }>('POST /auth/two-factor/verify-totp', { code, ...more });

describe('a second factor', () => {
  it('is on once a first code proved it, with ten recovery codes', async () => {
    const person = await givePerson(world, 'admin');
    const session = await signIn(world, person);
    await session('POST /auth/two-factor/enable', { password: PASSWORD });
    expect((await trySignIn(world, person.email)).text).toContain('"token"');
    const { recoveryCodes, session: next } = await setUpSecondFactor(world, session);
    expect(new Set(recoveryCodes).size).toBe(10);
    const { body } = await next<Schemas['Me']>('GET /v1/me');
    expect(body.session?.secondFactor).toEqual({ isOn: true, isRequired: false });
    const [kept] = await world.db.select().from(twoFactor);
    expect(JSON.stringify(kept)).not.toContain(recoveryCodes[0]);
  });

  it('is asked for at sign-in: the password alone opens nothing', async () => {
    const { person, totp } = await withSecondFactor();
    const half = await firstStep(person.email);
    expect((await half('GET /v1/me')).status).toBe(401);
    expect((await verify(half, '000000')).status).toBe(401);
    const whole = await verify(half, nextCode({ totp }));
    expect(whole.status).toBe(200);
    expect((await sessionOf(world, cookieOf(whole))('GET /v1/me')).status).toBe(200);
  });

  it('takes no code a second time while it is valid', async () => {
    const { person, totp, usedCode } = await withSecondFactor();
    const replayed = await verify(await firstStep(person.email), usedCode);
    expect([replayed.status, replayed.body.code]).toEqual([400, 'CODE_USED']);
    const code = nextCode({ totp });
    const twice = await Promise.all(
      [await firstStep(person.email), await firstStep(person.email)].map((half) => verify(half, code)),
    );
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  });

  it('takes each recovery code once', async () => {
    const { person, recoveryCodes } = await withSecondFactor();
    const [code = ''] = recoveryCodes;
    const path = 'POST /auth/two-factor/verify-backup-code';
    expect((await (await firstStep(person.email))(path, { code })).status).toBe(200);
    expect((await (await firstStep(person.email))(path, { code })).status).toBe(401);
  });

  it('cannot be guessed: five codes for one sign-in, and ten for one account lock even the password', async () => {
    const { person } = await withSecondFactor();
    const statuses: number[] = [];
    for (let signIns = 0; signIns < 2; signIns += 1) {
      const half = await firstStep(person.email);
      for (let tries = 0; tries < 6; tries += 1) statuses.push((await verify(half, '000000')).status);
    }
    expect(statuses).not.toContain(200);
    expect((await trySignIn(world, person.email)).status).toBe(429);
  });

  it('is never left out for a device that was said to be trusted', async () => {
    const { person, totp } = await withSecondFactor();
    const half = await firstStep(person.email);
    const whole = await verify(half, nextCode({ totp }), { trustDevice: true });
    expect(whole.status).toBe(200);
    expect(cookieOf(whole)).not.toContain('trust_device');
  });

  it('is turned off, and gets new recovery codes, by the password and a code, never by the password alone', async () => {
    const { person, session, totp } = await withSecondFactor();
    for (const path of ['disable', 'generate-backup-codes']) {
      const alone = await session(`POST /auth/two-factor/${path}`, { password: PASSWORD });
      expect([alone.status, alone.body.code]).toEqual([403, 'step_up_required']);
    }
    expect((await session('POST /v1/step-up', { code: nextCode({ totp }) })).status).toBe(200);
    const codes = await session('POST /auth/two-factor/generate-backup-codes', { password: PASSWORD });
    expect(codes.status).toBe(200);
    const wrong = await session('POST /auth/two-factor/disable', { password: 'not the password' });
    expect(wrong.status).toBe(400);
    expect((await session('POST /auth/two-factor/disable', { password: PASSWORD })).status).toBe(200);
    await signIn(world, person);
  });

  it('that was lost is taken away by an owner, who ends the sessions and has the person told', async () => {
    const { person, session } = await withSecondFactor();
    const owner = await signIn(world, await givePerson(world, 'owner'));
    const refused = await owner(`DELETE /v1/users/${person.id}/second-factor`);
    expect([refused.status, refused.body.code]).toEqual([403, 'step_up_required']);
    await owner('POST /v1/step-up', { password: PASSWORD });
    const { status, body } = await owner<Schemas['User']>(`DELETE /v1/users/${person.id}/second-factor`);
    expect([status, body.hasSecondFactor]).toEqual([200, false]);
    expect((await session('GET /v1/me')).status).toBe(401);
    await signIn(world, person);
    const mailed = await world.db
      .select()
      .from(accountEmails)
      .where(eq(accountEmails.principalId, person.id));
    expect(mailed.map(({ kind }) => kind).toSorted()).toEqual(['second_factor_on', 'second_factor_reset']);
  });
});

describe('a firm that wants a second factor of everybody', () => {
  it('lets nobody without one do anything but set one up', async () => {
    const firm = await createSmallFirm(world.db);
    const person = await givePerson(world, 'owner', firm);
    const owner = await signIn(world, person);
    await owner('POST /v1/step-up', { password: PASSWORD });
    expect((await owner('PATCH /v1/firm', { secondFactorRequired: true })).status).toBe(200);
    for (const what of ['GET /v1/payments', 'GET /v1/refunds', 'GET /v1/firm', 'GET /v1/users']) {
      const { status, body } = await owner(what);
      expect([what, status, body.code]).toEqual([what, 403, 'second_factor_required']);
    }
    const asked = await owner('PATCH /v1/firm', { secondFactorRequired: false });
    expect([asked.status, asked.body.code]).toEqual([403, 'second_factor_required']);
    const { body: me } = await owner<Schemas['Me']>('GET /v1/me');
    expect(me.session?.secondFactor).toEqual({ isOn: false, isRequired: true });
    // Half set up is not set up.
    await owner('POST /auth/two-factor/enable', { password: PASSWORD });
    expect((await owner('GET /v1/payments')).status).toBe(403);
    const { session } = await setUpSecondFactor(world, owner);
    expect((await session('GET /v1/payments')).status).toBe(200);
    const off = await session('POST /auth/two-factor/disable', { password: PASSWORD });
    expect([off.status, off.body.code]).toEqual([403, 'second_factor_required']);
    expect((await session('GET /v1/payments')).status).toBe(200);
  });
});

describe('a session', () => {
  it('is listed without its token, and ended by its person alone', async () => {
    const person = await givePerson(world, 'viewer');
    const [one, two] = [await signIn(world, person), await signIn(world, person)];
    const { body, text } = await one<{ data: Schemas['Session'][] }>('GET /v1/sessions');
    expect(body.data).toHaveLength(2);
    expect(body.data.map(({ isThisOne }) => isThisOne).toSorted()).toEqual([false, true]);
    expect(text).not.toContain('token');
    const other = body.data.find(({ isThisOne }) => !isThisOne)?.id ?? '';
    const stranger = await signIn(world, await givePerson(world, 'owner'));
    const refused = await stranger(`DELETE /v1/sessions/${other}`);
    expect([refused.status, refused.body.code]).toEqual([404, 'session_not_found']);
    expect((await two('GET /v1/me')).status).toBe(200);
    expect((await one(`DELETE /v1/sessions/${other}`)).status).toBe(200);
    expect((await two('GET /v1/me')).status).toBe(401);
    expect((await one('GET /v1/me')).status).toBe(200);
  });

  it('ends with all others of its person, or all by an owner', async () => {
    const person = await givePerson(world, 'viewer');
    const [one, two] = [await signIn(world, person), await signIn(world, person)];
    expect((await one('DELETE /v1/sessions')).status).toBe(200);
    expect((await two('GET /v1/me')).status).toBe(401);
    const owner = await signIn(world, await givePerson(world, 'owner'));
    expect((await owner(`DELETE /v1/users/${person.id}/sessions`)).status).toBe(200);
    expect((await one('GET /v1/me')).status).toBe(401);
  });

  it('changes its password with the old one: the other sessions end, and the person is told', async () => {
    const person = await givePerson(world, 'viewer');
    const [one, two] = [await signIn(world, person), await signIn(world, person)];
    const passwords = { currentPassword: PASSWORD, newPassword: 'quite another long password' };
    const wrong = await one('POST /auth/change-password', { ...passwords, currentPassword: 'no' });
    expect(wrong.status).toBe(400);
    const changed = await one('POST /auth/change-password', passwords);
    expect(changed.status).toBe(200);
    expect((await two('GET /v1/me')).status).toBe(401);
    expect((await sessionOf(world, cookieOf(changed))('GET /v1/me')).status).toBe(200);
    const mailed = await world.db
      .select()
      .from(accountEmails)
      .where(eq(accountEmails.principalId, person.id));
    expect(mailed.map(({ kind }) => kind)).toEqual(['password_changed']);
  });
});

describe('a refund over the amount from which the firm asks once more who it is', () => {
  let session: Session;
  beforeAll(async () => {
    const owner = await signIn(world, await givePerson(world, 'owner'));
    await owner('POST /v1/step-up', { password: PASSWORD });
    expect((await owner('PATCH /v1/firm', { stepUpOverAmount: 500_00 })).status).toBe(200);
    session = await signIn(world, await givePerson(world, 'admin'));
  });

  const pay = (amount: number) => world.pay({ parts: [{ of: 'invoice', amount }] });
  const ask = (who: Session, transactionId: string) =>
    call(world.url, 'POST /v1/refunds', {
      body: { transactionId, reason: 'Paid twice' },
      headers: { cookie: who.cookie, origin: PORTAL_URL, 'idempotency-key': randomUUID() },
    });

  it('is refused without the proof, and is noted with it, in that session alone', async () => {
    const transactionId = await pay(500_01);
    const refused = await ask(session, transactionId);
    expect([refused.status, refused.body.code]).toEqual([403, 'step_up_required']);
    const wrong = await session('POST /v1/step-up', { password: 'not the password' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'not_proved']);
    expect((await ask(session, transactionId)).status).toBe(403);
    expect((await session('POST /v1/step-up', { password: PASSWORD })).status).toBe(200);
    const elsewhere = await signIn(world, await givePerson(world, 'lawyer'));
    expect((await ask(elsewhere, transactionId)).status).toBe(403);
    expect((await ask(session, transactionId)).status).toBe(202);
  });

  it('is not asked about exactly that amount, nor of an API key', async () => {
    const fresh = await signIn(world, await givePerson(world, 'admin'));
    expect((await ask(fresh, await pay(500_00))).status).toBe(202);
    expect((await askForRefund(world, { transactionId: await pay(900_00) })).status).toBe(202);
  });

  it('is asked of whoever approves it, where a program asked for it', async () => {
    const { body } = await askForRefund(world, { transactionId: await pay(600_00) });
    const lawyer = await signIn(world, await givePerson(world, 'lawyer'));
    const approve = () => lawyer(`POST /v1/refunds/${body.id}/approve`, {});
    const refused = await approve();
    expect([refused.status, refused.body.code]).toEqual([403, 'step_up_required']);
    await lawyer('POST /v1/step-up', { password: PASSWORD });
    // No workflow runs here, which would ask for an approval: what matters is that the proof was enough.
    expect((await approve()).body.code).toBe('not_owed');
  });

  it('takes a code, once, or a recovery code, once', async () => {
    const { session: own, totp, recoveryCodes } = await withSecondFactor();
    const byPassword = await own('POST /v1/step-up', { password: PASSWORD });
    expect([byPassword.status, byPassword.body.code]).toEqual([422, 'not_proved']);
    expect(byPassword.body.detail).toContain('authenticator app');
    const code = nextCode({ totp });
    expect((await own('POST /v1/step-up', { code })).status).toBe(200);
    const again = await own('POST /v1/step-up', { code });
    expect([again.status, again.body.code]).toEqual([422, 'not_proved']);
    const [recovery = ''] = recoveryCodes;
    expect((await own('POST /v1/step-up', { code: recovery })).status).toBe(200);
    expect((await own('POST /v1/step-up', { code: recovery })).status).toBe(422);
  });

  it('cannot be had by guessing', async () => {
    const own = await signIn(world, await givePerson(world, 'admin'));
    for (let tries = 0; tries < 10; tries += 1) await own('POST /v1/step-up', { password: `guess ${tries}` });
    const answer = await own('POST /v1/step-up', { password: PASSWORD });
    expect([answer.status, answer.body.code]).toEqual([429, 'too_many_tries']);
  });
});
