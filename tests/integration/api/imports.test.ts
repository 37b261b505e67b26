// A firm's own data comes in by PUT and in batches: the newest statement stands, the same again changes nothing, and what
// payments named before is linked to it.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findMatterRecipients } from '@makewhole/db/notifications/find-recipients';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { firmEvents } from '@makewhole/db/schema/firms';
import { clients, invoices, matters } from '@makewhole/db/schema/matters';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import { uniqueWord } from '../../support/unique-word.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const MONDAY = '2026-11-23T12:00:00Z';
const TUESDAY = '2026-11-24T12:00:00Z';
const NORA = { name: 'Nora Adler', email: 'nora@adler.example' };
const LUIS = { name: 'Luis Brandt', email: 'luis@adler.example' };

it('takes a matter with its client and people, and the same again changes nothing', async () => {
  const matter = matterOf();
  const id = `m-${randomUUID()}`;
  const made = await put(`matters/${id}`, matter);
  expect([made.status, made.body]).toEqual([200, { externalId: id, status: 'created' }]);
  const again = await put(`matters/${id}`, { ...matter, asOf: TUESDAY });
  expect(again.body).toEqual({ externalId: id, status: 'unchanged' });
  expect(again.headers.get('etag')).toBe(made.headers.get('etag'));
  expect(await eventsOf('matter.imported', id)).toHaveLength(1);
  const { matter: row, client } = await find(id);
  expect(row).toMatchObject({ number: matter.number, name: matter.name, closed: false });
  expect(client).toMatchObject({ name: 'Dana Whitfield', externalId: matter.client.externalId });
  expect((await peopleOf(row)).map(({ email }) => email)).toEqual([LUIS.email, NORA.email]);
});

it('replaces all of a matter: who is left out has left, and comes back', async () => {
  const matter = matterOf();
  const id = `m-${randomUUID()}`;
  await put(`matters/${id}`, matter);
  const changed = { ...matter, number: `${matter.number}-A`, users: [NORA], closed: true, asOf: TUESDAY };
  expect((await put(`matters/${id}`, changed)).body.status).toBe('updated');
  const { matter: row } = await find(id);
  expect(row).toMatchObject({ number: changed.number, closed: true });
  expect((await peopleOf(row)).map(({ email }) => email)).toEqual([NORA.email]);
  await put(`matters/${id}`, { ...changed, users: [LUIS] });
  expect((await peopleOf(row)).map(({ email }) => email)).toEqual([LUIS.email]);
});

it('refuses an older statement, and one that was made for another version', async () => {
  const id = `m-${randomUUID()}`;
  const matter = matterOf();
  const nothing = await refused(`matters/${id}`, matter, { 'if-match': '*' });
  expect(nothing).toEqual([412, 'changed_meanwhile']);
  const made = await put(`matters/${id}`, { ...matter, asOf: TUESDAY });
  const etag = made.headers.get('etag') ?? '';
  expect(await refused(`matters/${id}`, { ...matter, name: 'Older' })).toEqual([409, 'stale']);
  const renamed = { ...matter, name: 'Newer', asOf: TUESDAY };
  expect((await put(`matters/${id}`, renamed, { 'if-match': etag })).body.status).toBe('updated');
  const late = await refused(`matters/${id}`, { ...renamed, name: 'Late' }, { 'if-match': etag });
  expect(late).toEqual([412, 'changed_meanwhile']);
});

it.each<[string, (matter: ReturnType<typeof matterOf>) => object]>([
  ['no asOf', ({ asOf: _asOf, ...rest }) => rest],
  ['an asOf after which none could ever be newer', (matter) => ({ ...matter, asOf: '2062-11-30T12:00:00Z' })],
  ['an email address twice', (matter) => ({ ...matter, users: [NORA, { ...NORA, name: 'N.' }] })],
  ['a card number', (matter) => ({ ...matter, name: 'Pays with 4111 1111 1111 1111' })],
  ['a Social Security number', (matter) => ({ ...matter, name: 'SSN 219-09-9999' })],
  ['an unknown field', (matter) => ({ ...matter, balance: 1 })],
])('refuses a matter with %s', async (_what, change) => {
  expect(await refused(`matters/m-${randomUUID()}`, change(matterOf()))).toEqual([400, 'invalid_request']);
});

it('links what payments named before the matter and the invoice came, and books it', async () => {
  const matter = matterOf();
  const number = `INV-${uniqueWord()}`;
  const transactionId = await mirror(matter.number, number);
  expect(await payment(transactionId)).toMatchObject({
    matter: null,
    unknownMatterNumber: matter.number,
    eligibility: { code: 'matter_unknown' },
  });
  const matterExternalId = `m-${randomUUID()}`;
  await put(`matters/${matterExternalId}`, matter);
  await put(`invoices/i-${number}`, invoiceOf({ number, matterExternalId }));
  expect(await payment(transactionId)).toMatchObject({
    matter: { number: matter.number, externalId: matterExternalId },
    unknownMatterNumber: null,
    items: [
      { account: 'trust', invoiceExternalId: null },
      { invoiceNumber: number, invoiceExternalId: `i-${number}`, unknownInvoiceNumber: null },
    ],
    allocations: expect.arrayContaining([
      expect.objectContaining({ invoiceNumber: number, invoiceExternalId: `i-${number}` }),
    ]) as unknown,
    eligibility: { refundable: true },
  });
});

it('leaves a payment alone while a refund of it stands', async () => {
  const number = `INV-${uniqueWord()}`;
  const transactionId = await mirror('2026-014', number);
  expect((await askForRefund(world, { transactionId })).status).toBe(202);
  await put(`invoices/i-${number}`, invoiceOf({ number, matterExternalId: 'm-14' }));
  expect((await payment(transactionId)).items).toMatchObject([{}, { unknownInvoiceNumber: number }]);
});

it('refuses an invoice without its matter, below what was paid, or with the number of another', async () => {
  const number = `INV-${uniqueWord()}`;
  const path = `invoices/i-${number}`;
  const invoice = invoiceOf({ number, matterExternalId: 'm-14' });
  expect(await refused(path, { ...invoice, matterExternalId: 'm-none' })).toEqual([404, 'matter_not_found']);
  await put(path, invoice);
  const transactionId = await mirror('2026-014', number);
  const less = await call(world.url, `PUT /v1/${path}`, {
    key: world.key,
    body: { ...invoice, total: 99_99 },
  });
  expect([less.status, less.body.code]).toEqual([409, 'below_allocated']);
  expect(less.body.detail).toContain(transactionId);
  expect(await refused(`invoices/other-${number}`, invoice)).toEqual([409, 'number_taken']);
  expect((await put(path, { ...invoice, total: 100_00, closed: true })).body.status).toBe('updated');
});

it('takes a batch row by row, and again', async () => {
  const rows = [1, 2, 3].map(() => ({ ...matterOf(), externalId: `m-${randomUUID()}` }));
  const taken = { ...rows[1], number: rows[0]?.number };
  const statuses = async (dryRun = false) => {
    const body = { rows: [rows[0], taken, rows[2]], dryRun };
    const answer = await call<Schemas['BatchAnswer']>(world.url, 'POST /v1/matters/batch', {
      key: world.key,
      body,
    });
    expect(answer.status).toBe(200);
    return answer.body.rows.map(({ status, code }) => [status, code]);
  };
  const expected = [
    ['created', null],
    ['refused', 'number_taken'],
    ['created', null],
  ];
  expect(await statuses(true)).toEqual(expected);
  expect(await eventsOf('matter.imported', rows[0]?.externalId ?? '')).toEqual([]);
  expect(await statuses()).toEqual(expected);
  expect(await statuses()).toEqual([
    ['unchanged', null],
    ['refused', 'number_taken'],
    ['unchanged', null],
  ]);
  const tooMany = Array.from({ length: 501 }, () => rows[0]);
  const refusal = await call(world.url, 'POST /v1/matters/batch', {
    key: world.key,
    body: { rows: tooMany },
  });
  expect([refusal.status, refusal.body.code]).toEqual([400, 'invalid_request']);
});

it('keeps firms apart: the same IDs and numbers are of another firm, and link nothing of this one', async () => {
  const matter = matterOf();
  const number = `INV-${uniqueWord()}`;
  const id = `m-${randomUUID()}`;
  const transactionId = await mirror(matter.number, number);
  const asOther = (path: string, body: object) =>
    call<Schemas['Imported']>(world.url, `PUT /v1/${path}`, { key: world.otherKey, body });
  await put(`matters/${id}`, { ...matter, number: `${matter.number}-own` });
  expect((await asOther(`matters/${id}`, matter)).body.status).toBe('created');
  expect((await asOther(`matters/${id}`, { ...matter, asOf: TUESDAY })).body.status).toBe('unchanged');
  const invoice = invoiceOf({ number, matterExternalId: id });
  expect((await asOther(`invoices/i-${number}`, invoice)).body.status).toBe('created');
  expect((await asOther(`clients/${matter.client.externalId}`, clientOf('Other'))).body.status).toBe(
    'updated',
  );
  expect(await payment(transactionId)).toMatchObject({ matter: null, unknownMatterNumber: matter.number });
  const { matter: row, client } = await find(id);
  expect([row.number, row.importedAsOf, client.name]).toEqual([
    `${matter.number}-own`,
    new Date(MONDAY),
    'Dana Whitfield',
  ]);
  const found = await world.db.select().from(invoices).where(eq(invoices.number, number));
  expect(found.map(({ firmId }) => firmId)).toEqual([world.otherFirm.firmId]);
});

it('replaces a client', async () => {
  const id = `c-${randomUUID()}`;
  expect((await put(`clients/${id}`, clientOf('Dana Whitfield'))).body.status).toBe('created');
  const closed = { ...clientOf('Dana W. Whitfield'), closed: true, asOf: TUESDAY };
  expect((await put(`clients/${id}`, closed)).body.status).toBe('updated');
  expect((await put(`clients/${id}`, closed)).body.status).toBe('unchanged');
  const client = await findClient(id);
  expect(client).toMatchObject({ name: 'Dana W. Whitfield', closed: true });
  expect(await eventsOf('client.imported', id)).toHaveLength(2);
});

it('needs the scope import', async () => {
  const key = await giveKey(world.db, world.firm, ['read', 'refund', 'trust']);
  const { status, body } = await call(world.url, `PUT /v1/clients/c-1`, { key, body: clientOf('Dana') });
  expect([status, body.code, body.action]).toEqual([403, 'forbidden', 'data.import']);
});

function matterOf() {
  const number = `2026-${uniqueWord()}`;
  const client = { externalId: `c-${randomUUID()}`, name: 'Dana Whitfield', email: null };
  return { number, name: 'Whitfield lease', client, users: [NORA, LUIS], closed: false, asOf: MONDAY };
}

function invoiceOf(of: { readonly number: string; readonly matterExternalId: string }) {
  return { ...of, total: 150_00, issuedOn: '2026-11-02', asOf: MONDAY };
}

function clientOf(name: string) {
  return { name, asOf: MONDAY };
}

function put(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  return call<Schemas['Imported']>(world.url, `PUT /v1/${path}`, { key: world.key, body, headers });
}

async function refused(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const answer = await call(world.url, `PUT /v1/${path}`, { key: world.key, body, headers });
  return [answer.status, answer.body.code];
}

async function payment(transactionId: string): Promise<Schemas['PaymentDetail']> {
  const path = `GET /v1/payments/${transactionId}`;
  return (await call<Schemas['PaymentDetail']>(world.url, path, { key: world.key })).body;
}

async function find(externalId: string) {
  const [row] = await world.db
    .select({ matter: matters, client: clients })
    .from(matters)
    .innerJoin(clients, eq(clients.id, matters.clientId))
    .where(and(eq(matters.firmId, world.firm.firmId), eq(matters.externalId, externalId)));
  if (row === undefined) throw new Error(`There is no matter ${externalId}`);
  return row;
}

async function findClient(externalId: string) {
  const [row] = await world.db
    .select()
    .from(clients)
    .where(and(eq(clients.firmId, world.firm.firmId), eq(clients.externalId, externalId)));
  return row;
}

function peopleOf({ firmId, id }: typeof matters.$inferSelect) {
  return findMatterRecipients(world.db, firmId, id);
}

async function eventsOf(type: string, externalId: string) {
  const rows = await world.db.select().from(firmEvents).where(eq(firmEvents.firmId, world.firm.firmId));
  return rows.filter((row) => row.type === type && row.data['externalId'] === externalId);
}

/** A settled payment of the firm, to trust and to operating, that names a matter and an invoice. */
async function mirror(matterNumber: string, invoiceNumber: string): Promise<TransactionId> {
  const transactionId = asId<TransactionId>(`txn_${randomUUID()}`);
  const items = [
    { description: 'Retainer', invoiceNumber: null, account: 'trust' as const, amount: money(900_00) },
    { description: 'Fees', invoiceNumber, account: 'operating' as const, amount: money(100_00) },
  ];
  await mirrorPayment(world.db, {
    firmId: world.firm.firmId,
    asOf: new Date(),
    payment: {
      ...{ transactionId, type: 'sale', status: 'settled', currency: 'USD', method: 'card', last4: '4242' },
      amount: sum(items.map(({ amount }) => amount)),
      payer: { name: 'Dana Whitfield', email: null },
      matterNumber,
      createdAt: new Date('2026-11-02T15:00:00Z'),
      settledAt: new Date('2026-11-04T14:00:00Z'),
      ...{ disputed: false, disputeLost: false, refundedElsewhere: false },
      items,
    },
  });
  return transactionId;
}
