// Disputes through the API: the list with its counts, one with what the books did, the evidence pack, the response.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
let admin: Session;
let lawyer: Session;
let dispute: Schemas['Dispute'];
const RESPOND_BY = '2027-01-15T22:00:00.000Z';

beforeAll(async () => {
  world = await createApiWorld();
  [admin, lawyer] = [
    await sessionOf(world, world.firm, 'admin'),
    await sessionOf(world, world.firm, 'lawyer'),
  ];
  const transactionId = await world.pay();
  await world.sandbox.post('/control/dispute', {
    ...{ transactionId, reason: 'duplicate', respondBy: RESPOND_BY },
  });
  const { data } = await until(
    () => list(),
    (page) => page.data.length > 0,
    () => 'the dispute is in no list',
  );
  dispute = data[0] ?? dispute;
});
afterAll(() => world.stop());

const list = async (query = '') =>
  (await call<Schemas['DisputePage']>(world.url, `GET /v1/disputes${query}`, { key: world.key })).body;
const read = async () =>
  (await call<Schemas['DisputeDetail']>(world.url, `GET /v1/disputes/${dispute.id}`, { key: world.key }))
    .body;
const make = (body: unknown, { headers }: Session = admin) =>
  call<Schemas['EvidencePack']>(world.url, `POST /v1/disputes/${dispute.id}/evidence-packs`, {
    headers,
    body,
  });

it('is listed with its deadline, payer and state, and counted by state', async () => {
  expect(dispute).toMatchObject({
    ...{ state: 'needs_response', reason: 'duplicate', respondBy: RESPOND_BY, payerName: 'Dana Whitfield' },
    ...{ amount: 1_250_00, fee: 15_00, kind: 'chargeback' },
  });
  const { counts } = await list('?state=won');
  expect(counts.needs_response).toEqual({ count: 1, amount: 1_250_00 });
  expect((await list('?state=won')).data).toEqual([]);
  expect((await list('?q=whitfield&sort=respond_by')).data).toHaveLength(1);
  expect((await list('?q=nobody')).counts.needs_response.count).toBe(0);
});

it('is read with what the books did and its task', async () => {
  const { postings, task, rounds, available } = await read();
  expect(postings.map(({ step }) => step)).toEqual(['dispute_opened', 'dispute_fee']);
  for (const { entries } of postings) expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  expect(task).toMatchObject({ kind: 'dispute', status: 'open', dueAt: '2027-01-13T22:00:00.000Z' });
  expect(rounds).toMatchObject([{ amount: 1_250_00, withdrawn: true, closedAt: null }]);
  expect(available).toEqual(['payment', 'invoices', 'documents', 'matter']);
});

it('is exported as CSV', async () => {
  const { text, status } = await call(world.url, 'GET /v1/exports/disputes?sort=amount', { key: world.key });
  expect(status).toBe(200);
  expect(text).toContain('Dispute ID,Transaction ID');
  expect(text).toContain(`${dispute.id},${dispute.transactionId}`);
});

it('has an evidence pack of what a person chose, kept as it was, and recorded', async () => {
  const made = await make({ sections: ['payment', 'refund'], statement: 'The client was billed once.' });
  expect(made.status).toBe(201);
  const { content, madeBy, contentHash, id } = made.body;
  expect(content.sections).toEqual(['payment']);
  expect(content.payment).toMatchObject({ amount: 1_250_00, payerName: 'Dana Whitfield' });
  expect(content.matter).toBeUndefined();
  expect(madeBy.id).toBe(admin.principalId);
  const again = await call<Schemas['EvidencePack']>(
    world.url,
    `GET /v1/disputes/${dispute.id}/evidence-packs/${id}`,
    { headers: lawyer.headers },
  );
  expect(again.body).toEqual(made.body);
  expect((await read()).evidencePacks).toMatchObject([{ id, contentHash }]);
  const [event] = await world.db.execute(sql`SELECT data FROM firm_events
    WHERE firm_id = ${world.firm.firmId} AND type = 'dispute.evidence_packed'`);
  expect(event?.['data']).toMatchObject({ packId: id, contentHash, sections: ['payment'] });
});

it('refuses a pack with a file that the firm does not have, and one by a program', async () => {
  const documents = [{ evidenceId: 'ev_none', title: 'Engagement letter' }];
  const refused = await make({ sections: [], documents });
  expect([refused.status, refused.body]).toMatchObject([422, { code: 'no_such_evidence' }]);
  const everything = await giveKey(world.db, world.firm, ['read', 'refund', 'trust']);
  const path = `POST /v1/disputes/${dispute.id}/evidence-packs`;
  expect((await call(world.url, path, { key: everything, body: { sections: [] } })).status).toBe(403);
});

it('is under review once a lawyer has said that evidence was sent, and by which reference', async () => {
  const { task } = await read();
  const body = { kind: 'dispute', outcome: 'evidence_sent', date: '2026-11-30', reference: 'case 4711' };
  const path = `POST /v1/obligations/${task.id}/settle`;
  const answer = { ...body, note: 'The pack, through the dashboard' };
  expect((await call(world.url, path, { headers: admin.headers, body: answer })).status).toBe(403);
  expect((await call(world.url, path, { headers: lawyer.headers, body: answer })).status).toBe(200);
  expect((await call(world.url, path, { headers: lawyer.headers, body: answer })).status).toBe(200);
  expect(await read()).toMatchObject({
    ...{ state: 'under_review', responseReference: 'case 4711', respondedBy: lawyer.principalId },
    task: { status: 'done', answer: { reference: 'case 4711', date: '2026-11-30' } },
  });
});
