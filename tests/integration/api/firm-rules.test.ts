// The rules that guard a firm's money (B8, R11): to loosen one takes a proof of who it is, a day, and is told to the others.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { firms, principals } from '@makewhole/db/schema/firms';
import { createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

type Firm = Schemas['Firm'] & Pick<Schemas['Problem'], 'code'>;

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const ALWAYS = { rule: 'always', overAmount: null } as const;
const NEVER = { rule: 'never', overAmount: null } as const;

/** A firm with strict rules, and its owner, who has just proved who they are unless it is said otherwise. */
async function strictFirm({ steppedUp = true } = {}) {
  const firm = await createSmallFirm(world.db);
  await world.db
    .update(firms)
    .set({ approvalRule: 'always', secondFactorRequired: false })
    .where(eq(firms.id, firm.firmId));
  const owner = await sessionOf(world, firm, 'owner');
  if (steppedUp) await stepUp(world, owner);
  return { firm, owner };
}

const change = (body: unknown, { headers }: Session) =>
  call<Firm>(world.url, 'PATCH /v1/firm', { headers, body });
const read = async ({ headers }: Session) => (await call<Firm>(world.url, 'GET /v1/firm', { headers })).body;

describe('a rule that is loosened', () => {
  it('is refused to a session that has not just proved who it is, and stays as it was', async () => {
    const { owner } = await strictFirm({ steppedUp: false });
    for (const body of [{ approval: NEVER }, { stepUpOverAmount: 100 }, { secondFactorRequired: true }]) {
      const refused = await change(body, owner);
      expect([refused.status, refused.body.code]).toEqual([403, 'step_up_required']);
    }
    const reminders = { remindAfter: [1], escalateAfter: 2 };
    expect((await change({ reminders }, owner)).status).toBe(200);
    expect(await read(owner)).toMatchObject({ approval: ALWAYS, stepUpOverAmount: null });
  });

  it('counts from the next bank day, and is shown until then', async () => {
    const { firm, owner } = await strictFirm();
    const { body } = await change({ approval: NEVER }, owner);
    expect(body.approval).toEqual(ALWAYS);
    expect(body.pending.approval?.to).toEqual(NEVER);
    expect(Date.parse(body.pending.approval?.countsFrom ?? '')).toBeGreaterThan(Date.now());
    const to = { approvalRule: 'never', approvalOverAmount: null } as const;
    const pendingRules = { approval: { to, countsFrom: new Date().toISOString() } };
    await world.db.update(firms).set({ pendingRules }).where(eq(firms.id, firm.firmId));
    const key = await giveKey(world.db, firm);
    const { body: then } = await call<Firm>(world.url, 'GET /v1/firm', { key });
    expect([then.approval, then.pending.approval]).toEqual([NEVER, null]);
  });

  it('is mailed at once to every other owner and lawyer, and stands in the history', async () => {
    const { firm, owner } = await strictFirm();
    await change({ approval: NEVER }, owner);
    const mails = await world.db.select().from(accountEmails).where(eq(accountEmails.firmId, firm.firmId));
    expect(mails.map(({ principalId }) => principalId).toSorted()).toEqual(
      [firm.people.owner, firm.people.lawyer].toSorted(),
    );
    expect(mails[0]).toMatchObject({
      kind: 'rules_loosened',
      requestedBy: owner.principalId,
      about: { from: { approvalRule: 'always' }, to: { approvalRule: 'never' } },
    });
    const { body } = await call<{ data: Schemas['FirmEvent'][] }>(world.url, 'GET /v1/firm/events', owner);
    expect(body.data.map(({ type }) => type)).toEqual(['settings.loosening_noted']);
  });

  it('is withdrawn by any owner who wants the rule as it stands, without a proof', async () => {
    const { firm, owner } = await strictFirm();
    await change({ approval: NEVER }, owner);
    const colleague = await sessionOf(world, firm, 'owner');
    const { status, body } = await change({ approval: ALWAYS }, colleague);
    expect([status, body.pending.approval]).toEqual([200, null]);
    const { body: said } = await call<{ data: Schemas['FirmEvent'][] }>(
      world.url,
      'GET /v1/firm/events',
      owner,
    );
    expect(said.data[0]?.type).toBe('settings.loosening_withdrawn');
  });

  it('ends where the rule is tightened before its day, which counts at once', async () => {
    const { owner } = await strictFirm();
    await change({ stepUpOverAmount: 500_00 }, owner);
    await change({ stepUpOverAmount: null }, owner);
    expect((await read(owner)).pending.stepUpOverAmount?.to).toBeNull();
    const { body } = await change({ stepUpOverAmount: 100_00 }, owner);
    expect([body.stepUpOverAmount, body.pending.stepUpOverAmount]).toEqual([100_00, null]);
  });
});

describe('who let somebody in', () => {
  const invitation = { name: 'Ines', email: 'ines.rules@adler.example', role: 'viewer' };
  const letInBy = async (id: string) => {
    const rows = await world.db.select().from(principals);
    return rows.find((row) => row.id === id)?.letInBy;
  };

  it('is known of an invitation, and of a role that approves refunds', async () => {
    const { firm, owner } = await strictFirm();
    const { headers } = owner;
    const { body } = await call<Schemas['User']>(world.url, 'POST /v1/users', { headers, body: invitation });
    expect(await letInBy(body.id)).toBe(owner.principalId);
    const raising = { headers, body: { role: 'lawyer' } };
    await call(world.url, `PATCH /v1/users/${firm.people.admin}`, raising);
    expect(await letInBy(firm.people.admin)).toBe(owner.principalId);
    await call(world.url, `PATCH /v1/users/${firm.people.lawyer}`, { headers, body: { role: 'owner' } });
    expect(await letInBy(firm.people.lawyer)).toBeNull();
  });
});
