// The reasons that a firm gives often (R3): in the firm's own words and order, chosen by those who may refund.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { REASONS_MAX } from '@makewhole/db/reason-templates/add-reason-template';
import { reasonTemplates } from '@makewhole/db/schema/reason-templates';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Answer, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

type Template = Schemas['ReasonTemplate'];

let world: ApiWorld;
let owner: Session;
let otherOwner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  otherOwner = await sessionOf(world, world.otherFirm, 'owner');
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.db.delete(reasonTemplates).where(eq(reasonTemplates.firmId, world.firm.firmId));
});

function ask<Body = Template & Pick<Schemas['Problem'], 'code'>>(
  what: string,
  body?: unknown,
  { headers }: Session = owner,
): Promise<Answer<Body>> {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

async function add(label: string): Promise<string> {
  const { status, body } = await ask('POST /v1/reason-templates', { label, text: `Because: ${label}.` });
  expect(status).toBe(201);
  return body.id;
}

async function listed(query = '', session = owner): Promise<readonly Template[]> {
  const { body } = await ask<{ data: Template[] }>(`GET /v1/reason-templates${query}`, undefined, session);
  return body.data;
}

const labels = async (query = '') => (await listed(query)).map(({ label }) => label);

describe('the list', () => {
  it('is in the order in which they were added, and can be put in another', async () => {
    await add('Twice');
    await add('Wrong amount');
    const last = await add('Wrong card');
    expect(await labels()).toEqual(['Twice', 'Wrong amount', 'Wrong card']);
    expect((await ask(`PATCH /v1/reason-templates/${last}`, { position: 1 })).body.position).toBe(1);
    expect(await labels()).toEqual(['Wrong card', 'Twice', 'Wrong amount']);
    await ask(`PATCH /v1/reason-templates/${last}`, { position: 99 });
    expect((await listed()).map(({ label, position }) => [label, position])).toEqual([
      ['Twice', 1],
      ['Wrong amount', 2],
      ['Wrong card', 3],
    ]);
  });

  it('keeps one that is archived out of sight, and takes it back as the last one', async () => {
    const first = await add('Twice');
    await add('Wrong amount');
    const { body } = await ask(`PATCH /v1/reason-templates/${first}`, { archived: true });
    expect(body.archivedAt).not.toBeNull();
    expect(await labels()).toEqual(['Wrong amount']);
    expect(await labels('?archived=true')).toEqual(['Wrong amount', 'Twice']);
    await ask(`PATCH /v1/reason-templates/${first}`, { archived: false });
    expect(await labels()).toEqual(['Wrong amount', 'Twice']);
  });

  it('changes what is named and nothing else', async () => {
    const id = await add('Twice');
    const { body } = await ask(`PATCH /v1/reason-templates/${id}`, { text: 'Paid two times.' });
    expect(body).toEqual({ id, label: 'Twice', text: 'Paid two times.', position: 1, archivedAt: null });
  });

  it('loses what is removed, and the others close up', async () => {
    const first = await add('Twice');
    await add('Wrong amount');
    expect((await ask(`DELETE /v1/reason-templates/${first}`)).status).toBe(204);
    expect(await listed()).toMatchObject([{ label: 'Wrong amount', position: 1 }]);
    const again = await ask(`DELETE /v1/reason-templates/${first}`);
    expect([again.status, again.body.code]).toEqual([404, 'reason_template_not_found']);
  });

  it('keeps its order whoever moves at once', async () => {
    const ids = [];
    for (const label of ['A', 'B', 'C', 'D']) ids.push(await add(label));
    await Promise.all(ids.map((id) => ask(`PATCH /v1/reason-templates/${id}`, { position: 1 })));
    expect((await listed()).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
  });

  it('has an end', async () => {
    await world.db.insert(reasonTemplates).values(
      Array.from({ length: REASONS_MAX }, (_, index) => ({
        id: `rt_full_${index}`,
        firmId: world.firm.firmId,
        label: 'x',
        text: 'x',
        position: index + 1,
      })),
    );
    const { status, body } = await ask('POST /v1/reason-templates', { label: 'One more', text: 'x' });
    expect([status, body.code]).toEqual([422, 'too_many_reason_templates']);
  });
});

describe('what is refused', () => {
  it.each([
    [{}],
    [{ label: ' ', text: 'x' }],
    [{ label: 'x'.repeat(TEXT_LENGTH_MAX.reasonLabel + 1), text: 'x' }],
    [{ label: 'x', text: 'x'.repeat(TEXT_LENGTH_MAX.reason + 1) }],
    [{ label: 'x', text: 'x', amount: 1 }],
  ])('a new one like %j', async (body) => {
    const { status, body: said } = await ask('POST /v1/reason-templates', body);
    expect([status, said.code]).toEqual([400, 'invalid_request']);
  });

  it.each([[{}], [{ position: 0 }], [{ text: '' }], [{ firmId: 'firm_1' }]])(
    'a change like %j',
    async (body) => {
      const { status } = await ask(`PATCH /v1/reason-templates/${await add('Twice')}`, body);
      expect(status).toBe(400);
    },
  );

  it("another firm's: it is not seen, changed or removed", async () => {
    const id = await add('Twice');
    expect(await listed('?archived=true', otherOwner)).toEqual([]);
    for (const [method, body] of [
      ['PATCH', { text: 'Mine now.' }],
      ['DELETE', undefined],
    ] as const) {
      expect((await ask(`${method} /v1/reason-templates/${id}`, body, otherOwner)).status).toBe(404);
    }
    expect(await listed()).toMatchObject([{ text: 'Because: Twice.' }]);
  });

  it('a change by those who may refund alone, who may choose one; a viewer may not even see them', async () => {
    const admin = await sessionOf(world, world.firm, 'admin');
    const viewer = await sessionOf(world, world.firm, 'viewer');
    const id = await add('Twice');
    expect(await listed('', admin)).toHaveLength(1);
    expect((await ask('GET /v1/reason-templates', undefined, viewer)).status).toBe(403);
    for (const what of ['POST /v1/reason-templates', `PATCH /v1/reason-templates/${id}`]) {
      expect((await ask(what, { label: 'x', text: 'x' }, admin)).status).toBe(403);
    }
    expect((await ask(`DELETE /v1/reason-templates/${id}`, undefined, admin)).status).toBe(403);
  });
});
