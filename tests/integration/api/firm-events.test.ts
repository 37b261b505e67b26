// Who changed a firm's rules, people and keys (B9): noted with the change, chained, sealed, exported and verified.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

type FirmEvent = Schemas['FirmEvent'];

let world: ApiWorld;
let owner: Session;
let colleague: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  await stepUp(world, owner);
  colleague = await sessionOf(world, world.firm, 'admin');
});
afterAll(() => world.stop());

function ask<Body>(what: string, body?: unknown, { headers }: Session = owner) {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

async function events(query = ''): Promise<{ data: FirmEvent[]; nextCursor: string | null }> {
  const { status, body } = await ask<{ data: FirmEvent[]; nextCursor: string | null }>(
    `GET /v1/firm/events${query}`,
  );
  expect(status).toBe(200);
  return body;
}

const ALWAYS = { approval: { rule: 'always', overAmount: null } };

describe('what an owner changes', () => {
  it('of the rules is noted with what stood before, and not where nothing was changed', async () => {
    await ask('PATCH /v1/firm', ALWAYS);
    await ask('PATCH /v1/firm', ALWAYS);
    await ask('PATCH /v1/firm', { approval: { rule: 'over_amount', overAmount: 500_00 } });
    const { data } = await events();
    expect(data.map(({ seq, type, actor, data: what }) => [seq, type, actor.id, what])).toEqual([
      [
        2,
        'settings.loosening_noted',
        owner.principalId,
        {
          countsFrom: expect.stringMatching(/T1[34]:00:00Z$/),
          changes: {
            approvalRule: { from: 'always', to: 'over_amount' },
            approvalOverAmount: { from: null, to: 500_00 },
          },
        },
      ],
      [
        1,
        'settings.changed',
        owner.principalId,
        { changes: { approvalRule: { from: 'never', to: 'always' } } },
      ],
    ]);
  });

  it('of people, keys and webhooks is noted, without a word that only they should know', async () => {
    const before = (await events()).data[0]?.seq ?? 0;
    const person = { name: 'Ines Ortega', email: 'ines@adler.example', role: 'admin' };
    await ask('POST /v1/users', person);
    await ask(`PATCH /v1/users/${colleague.principalId}`, { role: 'viewer' });
    await ask(`PATCH /v1/users/${colleague.principalId}`, { disabled: true });
    const key = await ask<Schemas['MadeApiKey']>('POST /v1/api-keys', { name: 'Books', scopes: ['read'] });
    await ask(`POST /v1/api-keys/${key.body.id}/revoke`);
    await ask(`POST /v1/api-keys/${key.body.id}/revoke`);
    const url = 'https://books.example/hook?token=hush';
    const added = await ask<{ id: string; secret: string }>('POST /v1/webhook-endpoints', {
      url,
      description: 'Books',
      eventTypes: null,
    });
    await ask(`PATCH /v1/webhook-endpoints/${added.body.id}`, { enabled: false });
    const { data } = await events();
    const since = data.filter(({ seq }) => seq > before).reverse();
    expect(since.map(({ type }) => type)).toEqual([
      'user.invited',
      'user.changed',
      'user.changed',
      'api_key.made',
      'api_key.revoked',
      'webhook_endpoint.added',
      'webhook_endpoint.changed',
    ]);
    expect(since[1]?.data).toEqual({
      principalId: colleague.principalId,
      changes: { role: { from: 'admin', to: 'viewer' } },
    });
    for (const secret of ['Ines', 'ines@', key.body.key, 'hush', added.body.secret])
      expect(JSON.stringify(since)).not.toContain(secret);
  });

  it('is read page by page, by owners alone, and of their own firm alone', async () => {
    const { data: all } = await events('?limit=100');
    const first = await events('?limit=4');
    const second = await events(`?limit=100&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(all);
    expect(second.nextCursor).toBeNull();
    const other = await sessionOf(world, world.otherFirm, 'owner');
    expect((await ask<{ data: unknown[] }>('GET /v1/firm/events', undefined, other)).body.data).toEqual([]);
    const lawyer = await sessionOf(world, world.firm, 'lawyer');
    expect((await ask('GET /v1/firm/events', undefined, lawyer)).status).toBe(403);
    expect((await ask('GET /v1/firm/events?cursor=x')).status).toBe(400);
  });
});

describe('the audit export', () => {
  const day = (date: string) => new Date(`${date}T00:05:00Z`);

  async function exported(): Promise<string[]> {
    const lines = [];
    for await (const line of exportAudit(world.db, world.firm.firmId, new Date()))
      lines.push(JSON.stringify(line));
    return lines;
  }

  it("holds the firm's timeline, sealed with the refunds'", async () => {
    expect(await sealTrail(world.db, world.firm.firmId, day('2026-11-20'))).toBe(true);
    await ask('PATCH /v1/firm', { secondFactorRequired: false, stepUpOverAmount: 1_000_00 });
    expect(await sealTrail(world.db, world.firm.firmId, day('2026-11-21'))).toBe(true);
    expect(await sealTrail(world.db, world.firm.firmId, day('2026-11-22'))).toBe(true);
    const lines = await exported();
    expect(await verifyAudit(lines)).toMatchObject({ ok: true, refunds: 0, events: 10, checkpoints: 3 });
    const edited = lines.map((line) => line.replace('"to":"always"', '"to":"never"'));
    expect((await verifyAudit(edited)).faults.join()).toContain('was edited');
    const cut = lines.filter((line) => !line.includes('stepUpOverAmount'));
    expect((await verifyAudit(cut)).faults.join()).toContain('was sealed by a checkpoint, and is missing');
  });

  it('is of rows that nobody edits, whoever runs the statement', async () => {
    await expect(world.db.execute(sql`UPDATE firm_events SET actor = 'prn_nobody'`)).rejects.toThrow();
    await expect(world.db.execute(sql`DELETE FROM firm_events`)).rejects.toThrow();
  });
});
