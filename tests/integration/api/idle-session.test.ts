// A session ends when its person does nothing for fifteen minutes (PCI DSS 8.2.8), whatever its pages do by themselves.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { session as sessions } from '@makewhole/db/schema/auth';
import { PORTAL_URL, createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { PASSWORD, givePerson, signIn, type Session } from './user-calls.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const tokenOf = ({ cookie }: Pick<Session, 'cookie'>) =>
  decodeURIComponent(/session_token=([^;.]+)/.exec(cookie)?.[1] ?? '');

/** Lets minutes pass without anything done in the session. */
async function passMinutes(session: Session, minutes: number): Promise<void> {
  const earlier = sql`COALESCE(${sessions.lastActiveAt}, ${sessions.createdAt}) - make_interval(secs => ${minutes * 60})`;
  await world.db
    .update(sessions)
    .set({ lastActiveAt: earlier })
    .where(eq(sessions.token, tokenOf(session)));
}

const rowsOf = (session: Session) =>
  world.db
    .select()
    .from(sessions)
    .where(eq(sessions.token, tokenOf(session)));

const byItself = ({ cookie }: Session, what: string) =>
  call(world.url, what, { headers: { cookie, origin: PORTAL_URL, 'x-makewhole-background': '1' } });

describe('a session', () => {
  it('goes on while its person does something, and says until when without', async () => {
    const session = await signIn(world, await givePerson(world, 'admin'));
    for (let quarters = 0; quarters < 3; quarters += 1) {
      await passMinutes(session, 14);
      const { status, body } = await session<Schemas['Me']>('GET /v1/me');
      expect(status).toBe(200);
      const left = Date.parse(body.session?.idleEndsAt ?? '') - Date.now();
      expect(left).toBeGreaterThan(14 * 60_000);
      expect(left).toBeLessThanOrEqual(15 * 60_000);
      await expect
        .poll(async () => (await rowsOf(session))[0]?.lastActiveAt?.getTime())
        .toBeGreaterThan(Date.now() - 60_000);
    }
  });

  it('ends after fifteen minutes, and its row is gone', async () => {
    const session = await signIn(world, await givePerson(world, 'admin'));
    await passMinutes(session, 15);
    expect((await session('GET /v1/me')).status).toBe(401);
    expect(await rowsOf(session)).toEqual([]);
  });

  it('is not kept alive by what a page asks by itself, which is answered until then', async () => {
    const session = await signIn(world, await givePerson(world, 'admin'));
    await passMinutes(session, 10);
    expect((await byItself(session, 'GET /v1/refunds')).status).toBe(200);
    await passMinutes(session, 4);
    expect((await byItself(session, 'GET /v1/refunds')).status).toBe(200);
    await passMinutes(session, 1);
    expect((await byItself(session, 'GET /v1/refunds')).status).toBe(401);
    expect((await session('GET /v1/me')).status).toBe(401);
  });

  it('that is idle opens nothing at the sign-in either: no password, no second factor', async () => {
    for (const [path, body] of [
      ['/auth/change-password', { currentPassword: PASSWORD, newPassword: 'violet harbor lamp' }],
      ['/auth/two-factor/enable', { password: PASSWORD }],
    ] as const) {
      const session = await signIn(world, await givePerson(world, 'admin'));
      await passMinutes(session, 16);
      expect([path, (await session(`POST ${path}`, body)).status]).toEqual([path, 401]);
    }
    const idle = await signIn(world, await givePerson(world, 'admin'));
    await passMinutes(idle, 16);
    expect((await idle('GET /auth/get-session')).text).toBe('null');
  });

  it('of one browser counts as one, whichever tab is used, and another one apart', async () => {
    const person = await givePerson(world, 'admin');
    const [used, idle] = [await signIn(world, person), await signIn(world, person)];
    await passMinutes(used, 14);
    await passMinutes(idle, 16);
    const { body } = await used<{ data: Schemas['Session'][] }>('GET /v1/sessions');
    expect(body.data).toHaveLength(1);
    expect((await used('GET /v1/me')).status).toBe(200);
    expect((await idle('GET /v1/me')).status).toBe(401);
  });
});
