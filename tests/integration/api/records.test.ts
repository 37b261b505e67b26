// How long records are kept, legal holds, and the state whose rules a firm's lawyer confirmed (AU1).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import { createSmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Answered<Body> = Body & Pick<Schemas['Problem'], 'code'>;
const ask = <Body>(what: string, { headers }: Session, body?: unknown) =>
  call<Answered<Body>>(world.url, what, { headers, ...(body !== undefined && { body }) });
const eventsOf = async (owner: Session) =>
  (await ask<{ data: Schemas['FirmEvent'][] }>('GET /v1/firm/events', owner)).body.data;

async function firmAndPeople() {
  const firm = await createSmallFirm(world.db);
  const [lawyer, owner] = [await sessionOf(world, firm, 'lawyer'), await sessionOf(world, firm, 'owner')];
  return { firm, lawyer, owner };
}

describe('the state whose rules a firm keeps', () => {
  it('is confirmed by a lawyer with a bar number, changes no setting, and stands in the timeline', async () => {
    const { lawyer, owner } = await firmAndPeople();
    const { body: before } = await ask<Schemas['FirmStateProfile']>('GET /v1/firm/state-profile', owner);
    expect([before.profile, before.confirmation, before.states.length]).toEqual([null, null, 16]);
    const { version } = STATE_PROFILES.TX;
    const confirmed = await ask<Schemas['FirmStateProfile']>('PUT /v1/firm/state-profile', lawyer, {
      ...{ state: 'TX', profileVersion: version, barNumber: '24001234' },
    });
    expect(confirmed.status).toBe(200);
    expect(confirmed.body.confirmation).toMatchObject({
      ...{ state: 'TX', barNumber: '24001234', isCurrent: true, confirmedBy: { id: lawyer.principalId } },
    });
    expect(confirmed.body.differences).toMatchObject([{ field: 'retentionYears', profile: 5, firm: 7 }]);
    expect((await ask<Schemas['Retention']>('GET /v1/firm/retention', owner)).body).toMatchObject({
      ...{ years: 7, floorYears: 5 },
    });
    const [event] = await eventsOf(owner);
    expect(event).toMatchObject({
      type: 'state_profile.confirmed',
      actor: { id: lawyer.principalId },
      data: { state: 'TX', barNumber: '24001234', profileVersion: version },
    });
  });

  it('suggests how often to reconcile, which applies once a lawyer confirms it, and stays with the next state', async () => {
    const { lawyer, owner } = await firmAndPeople();
    const monthly = { every: 'month', dueDay: 15, reviewDay: 20, ownerDay: 25 };
    const quarterly = { every: 'quarter', dueDay: 10, reviewDay: 12, ownerDay: 28 };
    const confirm = (state: 'ABA' | 'NC', reconciliation?: object) =>
      ask<Schemas['FirmStateProfile']>('PUT /v1/firm/state-profile', lawyer, {
        ...{ state, profileVersion: STATE_PROFILES[state].version, barNumber: '24001234', reconciliation },
      });
    const { body: aba } = await confirm('ABA');
    expect(aba).toMatchObject({ reconciliation: monthly, suggestedReconciliation: { every: 'quarter' } });
    expect((await confirm('ABA', quarterly)).body.reconciliation).toEqual(quarterly);
    const { body: carolina } = await confirm('NC');
    expect(carolina).toMatchObject({ reconciliation: quarterly, suggestedReconciliation: monthly });
    expect(carolina.separateDuties).toEqual({ profile: true, firm: false });
    const late = await ask<Schemas['Problem']>('PUT /v1/firm/state-profile', lawyer, {
      ...{ state: 'NC', profileVersion: STATE_PROFILES.NC.version, barNumber: '24001234' },
      reconciliation: { ...monthly, ownerDay: 29 },
    });
    expect([late.status, late.body.detail]).toEqual([400, expect.stringContaining('from 1 to 28')]);
    const [event] = await eventsOf(owner);
    expect(event?.data).not.toHaveProperty('reconciliationTerms');
  });

  it('is not confirmed in a version that nobody has read, nor by an admin', async () => {
    const { firm, lawyer } = await firmAndPeople();
    const admin = await sessionOf(world, firm, 'admin');
    const body = { state: 'NY', profileVersion: '2020-01-01', barNumber: '123' };
    const old = await ask('PUT /v1/firm/state-profile', lawyer, body);
    expect([old.status, old.body.code]).toEqual([409, 'state_profile_outdated']);
    expect((await ask('PUT /v1/firm/state-profile', admin, body)).status).toBe(403);
    const { body: profile } = await ask<Schemas['StateProfile']>('GET /v1/state-profiles/NC', admin);
    const years = profile.values.find(({ field }) => field === 'retentionYears');
    expect(years).toMatchObject({ value: 6, reading: 'unverified' });
  });
});

describe('retention', () => {
  it('is never below what the confirmed state asks for, and is shortened with a proof of identity only', async () => {
    const { lawyer, owner } = await firmAndPeople();
    const { version: profileVersion } = STATE_PROFILES.NY;
    await ask('PUT /v1/firm/state-profile', lawyer, { state: 'NY', profileVersion, barNumber: '1234567' });
    const change = (body: unknown) => ask<Schemas['Retention']>('PATCH /v1/firm/retention', owner, body);
    expect((await change({ years: 10 })).body.years).toBe(10);
    const unproved = await change({ years: 8 });
    expect([unproved.status, unproved.body.code]).toEqual([403, 'step_up_required']);
    await stepUp(world, owner);
    const below = await change({ years: 6 });
    expect([below.status, below.body.code]).toEqual([422, 'retention_below_floor']);
    expect((await change({ years: 7 })).body.years).toBe(7);
    const types = (await eventsOf(owner)).map(({ type }) => type);
    expect(types.filter((type) => type === 'retention.changed')).toHaveLength(2);
  });

  it('of a matter counts from its closing or its last trust activity, and is without end under a hold', async () => {
    const { firm, lawyer, owner } = await firmAndPeople();
    const path = `/v1/matters/${firm.matterId}/records`;
    const read = async () => (await ask<Schemas['MatterRecords']>(`GET ${path}`, owner)).body;
    const change = (body: unknown) => ask<Schemas['MatterRecords']>(`PATCH ${path}`, lawyer, body);
    const open = await read();
    expect([open.closedAt, open.keptUntil]).toEqual([null, null]);
    expect(open.lastTrustActivityAt).not.toBeNull();
    const closed = await change({ closedAt: '2026-01-31T12:00:00Z' });
    const years = new Date(open.lastTrustActivityAt ?? 0).getUTCFullYear() + 7;
    expect(closed.body.keptUntil?.slice(0, 4)).toBe(String(years));
    expect((await change({ legalHold: true })).body.keptUntil).toBeNull();
    const unproved = await change({ legalHold: false });
    expect([unproved.status, unproved.body.code]).toEqual([403, 'step_up_required']);
    await stepUp(world, lawyer);
    expect((await change({ legalHold: false })).body.keptUntil?.slice(0, 4)).toBe(String(years));
    const types = (await eventsOf(owner)).map(({ type }) => type).toReversed();
    expect(types).toEqual(['matter.closing_changed', 'legal_hold.changed', 'legal_hold.changed']);
    const stranger = await sessionOf(world, world.otherFirm, 'owner');
    expect((await ask(`GET ${path}`, stranger)).status).toBe(404);
    expect((await ask(`PATCH ${path}`, stranger, { legalHold: true })).status).toBe(404);
  });

  it('of a firm under a hold shows since when', async () => {
    const { firm, owner } = await firmAndPeople();
    const { body } = await ask<Schemas['Retention']>('PATCH /v1/firm/retention', owner, { legalHold: true });
    expect(Date.parse(body.legalHoldSince ?? '')).toBeGreaterThan(Date.now() - 60_000);
    await ask(`PATCH /v1/matters/${firm.matterId}/records`, owner, { closedAt: '2026-01-31T12:00:00Z' });
    const matter = await ask<Schemas['MatterRecords']>(`GET /v1/matters/${firm.matterId}/records`, owner);
    expect(matter.body.keptUntil).toBeNull();
  });
});
