// What a payment's trust money has paid from trust, through the API (T7).
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TransactionId } from '@makewhole/domain/ids';
import { today } from '../../support/today.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

type Detail = Schemas['PaymentDetail'];

let world: ApiWorld;
let lawyer: Session;
let transactionId: TransactionId;
let invoiceNumber: string;
let itemId: string;
beforeAll(async () => {
  world = await createApiWorld();
  lawyer = await sessionOf(world, world.firm, 'lawyer');
  transactionId = await world.pay({ parts: [{ of: 'trust', amount: 600_00 }] });
  // Another payment gives the firm an invoice; nobody has paid all of it by our books.
  const paid = await world.pay({ parts: [{ of: 'invoice', amount: 600_00 }] });
  const other = await ask<Detail>(`GET /v1/payments/${paid}`);
  invoiceNumber = String(other.body.items[0]?.invoiceNumber);
  await world.db.execute(`UPDATE invoices SET total = 120000 WHERE number = '${invoiceNumber}'`);
  itemId = String((await ask<Detail>(`GET /v1/payments/${transactionId}`)).body.items[0]?.id);
});
afterAll(() => world.stop());

const ask = <Body = Schemas['Problem'] & { readonly balance?: number }>(
  what: string,
  body?: unknown,
  session?: Session,
) =>
  call<Body>(world.url, what, {
    ...(session === undefined ? { key: world.key } : { headers: session.headers }),
    ...(body !== undefined && { body }),
  });

const applied = (changes: object = {}) => ({
  applied: [{ itemId, invoiceNumber, amount: 600_00, date: today(), reference: 'TC 7', ...changes }],
});
const put = <Body = Schemas['Problem']>(body: unknown, session?: Session) =>
  ask<Body>(`PUT /v1/payments/${transactionId}/applied-from-trust`, body, session);

it('is a lawyer’s to say, and no program’s', async () => {
  expect((await put(applied())).status).toBe(403);
  const admin = await sessionOf(world, world.firm, 'admin');
  expect((await put(applied(), admin)).status).toBe(403);
});

it.each([
  [{ itemId: 'item_none' }, 422, 'no_such_item'],
  [{ invoiceNumber: 'INV-none' }, 404, 'invoice_not_found'],
  [{ amount: 600_01 }, 422, 'amount_mismatch'],
  [{ date: '2020-01-01' }, 422, 'date_out_of_range'],
  [{ amount: 0 }, 400, 'invalid_request'],
  [{ reference: ' ' }, 400, 'invalid_request'],
  [{ reference: 'card 4111 1111 1111 1111' }, 400, 'invalid_request'],
])('is refused with %o', async (changes, status, code) => {
  const refused = await put(applied(changes), lawyer);
  expect([refused.status, refused.body.code]).toEqual([status, code]);
});

it('shows in the payment, its preview and its refund, which then fixes it', async () => {
  const said = await put<Detail>(applied(), lawyer);
  expect([said.status, said.body]).toMatchObject([
    200,
    {
      legs: [{ account: 'operating', amount: 600_00 }],
      appliedFromTrust: [{ itemId, invoiceNumber, amount: 600_00, reference: 'TC 7' }],
      allocations: [{ account: 'operating', invoiceNumber, amount: 600_00 }],
      eligibility: { refundable: true },
    },
  ]);
  const preview = await ask<Schemas['RefundPreview']>('POST /v1/refunds/preview', { transactionId });
  expect(preview.body).toMatchObject({
    postings: [{ step: 'operating_debit' }, { step: 'invoice_reversal' }],
  });
  const asked = await call<Schemas['Refund']>(world.url, 'POST /v1/refunds', {
    key: world.key,
    headers: { 'idempotency-key': 'applied-1' },
    body: { transactionId, reason: 'Withdrawn' },
  });
  expect([asked.status, asked.body.legs]).toEqual([202, [{ account: 'operating', amount: 600_00 }]]);
  const later = await put({ applied: [] }, lawyer);
  expect([later.status, later.body.code]).toEqual([409, 'already_refunded']);
});
