// A firm's connections to payment companies: who may let one move money, and that no stored row tells a secret.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { and, eq, sql } from 'drizzle-orm';
import {
  addConnection,
  changeConnection,
  confirmConnection,
  replaceCredentials,
} from '@makewhole/db/firms/change-connection';
import { findConnectionRules } from '@makewhole/db/connections/connection-rules';
import { findCredentials, resealCredentials } from '@makewhole/db/connections/credentials';
import {
  findConnectionOf,
  findFirstConnection,
  findSealedConnection,
  listConnections,
} from '@makewhole/db/connections/find-connection';
import type { Db } from '@makewhole/db/connect';
import { listNettingConnections } from '@makewhole/db/connections/list-netting';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { firmEvents, firms } from '@makewhole/db/schema/firms';
import { payments } from '@makewhole/db/schema/payments';
import { CONNECTIONS_MAX, type ConnectionMode } from '@makewhole/domain/connections';
import { asId, type FirmId, type PrincipalId, type TransactionId } from '@makewhole/domain/ids';
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { money } from '@makewhole/domain/money';
import { openCredentials, sealCredentials } from '@makewhole/runtime/credentials';
import { keyRingSchema, type KeyRing } from '@makewhole/runtime/key-ring';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { paymentOf } from '../payments/loss-world.ts';

const ringOf = (...ids: string[]) => {
  const secrets = new Map(ids.map((id) => [id, randomBytes(32).toString('base64')]));
  return (wanted: readonly string[]): KeyRing =>
    keyRingSchema.parse(wanted.map((id) => `${id}:${secrets.get(id) ?? ''}`).join(','));
};
const ring = ringOf('k1', 'k2');
const RING = ring(['k1']);
const SECRET = { key: 'rk_live_notARealKey0123456789' };
const AT = new Date('2026-11-30T15:00:00Z');
const REPORT = { checkedAt: AT.toISOString(), mode: 'test', permissions: [], problems: [] } as const;

let db: Db;
let firm: SmallFirm;
beforeAll(async () => {
  ({ db } = await openTestDatabase());
});

const by = (principalId: PrincipalId, firmId: FirmId = firm.firmId) => ({ firmId, principalId, at: AT });
const sealed = (credentials: unknown = SECRET) => ({
  seal: (of: Parameters<typeof sealCredentials>[1]) => sealCredentials(RING, of, credentials),
  hint: '6789',
});
const wanted = (mode: ConnectionMode, account: string) => ({
  ...({ kind: 'stripe', label: 'Main account', settles: 'net', paysOutTo: 'operating' } as const),
  ...{ mode, account },
  rules: {
    lossesDebit: { card: 'operating', ach: 'operating' },
    drawsOn: { card: 'operating', ach: null },
  } as const,
  report: REPORT,
});

async function connect(mode: ConnectionMode, account = `acct_${randomBytes(6).toString('hex')}`) {
  const added = await addConnection(db, by(firm.people.owner), wanted(mode, account), sealed());
  if (added.kind !== 'added') throw new Error(`The connection is ${added.kind}`);
  return added.connection;
}

async function refundable(transactionId: TransactionId): Promise<string> {
  const found = await previewRefund(db, { firmId: firm.firmId, transactionId, now: AT, creditDaysOf });
  if (found === null) throw new Error('There is no such payment');
  return found.eligibility.refundable ? 'yes' : found.eligibility.code;
}

async function ruleApproval(approvalRule: 'never' | 'always') {
  await db.update(firms).set({ approvalRule }).where(eq(firms.id, firm.firmId));
}

describe('a connection', () => {
  beforeAll(async () => {
    firm = await createSmallFirm(db);
  });

  it('begins with the sandbox, which draws on operating', async () => {
    const first = await findFirstConnection(db, firm.firmId);
    expect(first).toMatchObject({ kind: 'sandbox', mode: 'test', account: firm.processorAccount });
    expect((await findConnectionRules(db, first.id)).drawsOn).toEqual({
      card: 'operating',
      ach: 'operating',
    });
  });

  it('in test mode is used at once, its credentials open, and no row or event tells them', async () => {
    await ruleApproval('always');
    const { id, status } = await connect('test');
    expect(status).toBe('active');
    const row = await findCredentials(db, id);
    if (row === null) throw new Error('It has no credentials');
    const of = { firmId: firm.firmId, connectionId: id, version: row.version };
    expect(openCredentials(RING, of, row)).toEqual(SECRET);
    const stored = await db.execute<{ text: string }>(sql`
      SELECT c::text AS text FROM connection_credentials c UNION ALL SELECT e::text FROM firm_events e`);
    for (const { text } of stored) expect(text).not.toContain('rk_live');
  });

  it('in live mode waits for a second person, if refunds do', async () => {
    await ruleApproval('always');
    const { id, status } = await connect('live');
    expect(status).toBe('new');
    expect(await findCredentials(db, id)).toBeNull();
    await expect(findSealedConnection(db, id)).rejects.toThrow('not confirmed');
    const { owner, lawyer } = firm.people;
    expect(await changeConnection(db, by(owner), id, { status: 'active' })).toEqual({
      kind: 'refused',
      fault: 'not_confirmed',
    });
    // Not by way of disabling it either.
    await changeConnection(db, by(owner), id, { status: 'disabled' });
    expect(await changeConnection(db, by(owner), id, { status: 'active' })).toEqual({
      kind: 'refused',
      fault: 'not_confirmed',
    });
    expect(await confirmConnection(db, by(owner), id)).toEqual({
      kind: 'refused',
      fault: 'own_confirmation',
    });
    expect(await confirmConnection(db, by(lawyer), id)).toMatchObject({ connection: { status: 'disabled' } });
    expect(await changeConnection(db, by(owner), id, { status: 'active' })).toMatchObject({
      connection: { status: 'active' },
    });
    expect(await confirmConnection(db, by(lawyer), id)).toEqual({
      kind: 'refused',
      fault: 'nothing_to_confirm',
    });
    expect(await findCredentials(db, id)).toMatchObject({ version: 1, confirmedBy: lawyer });
  });

  it('goes on under its old credentials until the new ones are confirmed', async () => {
    await ruleApproval('never');
    const { id } = await connect('live');
    await ruleApproval('always');
    const { owner, lawyer } = firm.people;
    const replaced = { ...sealed({ key: 'another' }), report: REPORT };
    expect(await replaceCredentials(db, by(owner), id, replaced)).toMatchObject({ kind: 'changed' });
    expect((await findCredentials(db, id))?.version).toBe(1);
    await confirmConnection(db, by(lawyer), id);
    expect((await findCredentials(db, id))?.version).toBe(2);
  });

  it('to the same account is made once, whichever firm asks', async () => {
    const { account } = await connect('test');
    const other = await createSmallFirm(db);
    const asked = by(other.people.owner, other.firmId);
    expect(await addConnection(db, asked, wanted('test', account), sealed())).toEqual({ kind: 'taken' });
  });

  it('is not enabled beside another one to its account, nor while the company refuses it', async () => {
    const { id, account } = await connect('test');
    const { owner } = firm.people;
    await changeConnection(db, by(owner), id, { status: 'disabled' });
    const second = await connect('test', account);
    expect(await changeConnection(db, by(owner), id, { status: 'active' })).toEqual({
      kind: 'refused',
      fault: 'account_taken',
    });
    await recordConnectionHealth(db, second.id, 'broken', AT);
    expect(await changeConnection(db, by(owner), second.id, { status: 'active' })).toEqual({
      kind: 'refused',
      fault: 'still_broken',
    });
  });

  it('that is disabled is stood for by the one that connects its account again, and by no other (ADR 45)', async () => {
    const { owner } = firm.people;
    const { id, account } = await connect('test');
    const { firmId } = firm;
    const transactionId = asId<TransactionId>(`pi_${randomBytes(6).toString('hex')}`);
    const key = { firmId, transactionId };
    await mirrorPayment(db, { firmId, connectionId: id, payment: paymentOf({ transactionId }), asOf: AT });
    await changeConnection(db, by(owner), id, { status: 'disabled' });
    await connect('test');
    expect((await findConnectionOf(db, key))?.id).toBe(id);
    expect(await refundable(transactionId)).toBe('connection_not_allowed');
    const again = await connect('test', account);
    expect((await findConnectionOf(db, key))?.id).toBe(again.id);
    expect(await refundable(transactionId)).not.toBe('connection_not_allowed');
    const [row] = await db
      .select({ tookIt: payments.connectionId })
      .from(payments)
      .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
    expect(row?.tookIt).toBe(id);
    expect(
      (await listNettingConnections(db, { after: null, limit: 1_000 })).map((one) => one.id),
    ).not.toContain(id);
    await changeConnection(db, by(owner), again.id, { status: 'disabled' });
    expect((await findConnectionOf(db, key))?.id).toBe(id);
  });

  it('of another firm is not found', async () => {
    const { id } = await connect('test');
    const other = await createSmallFirm(db);
    const asked = by(other.people.owner, other.firmId);
    expect(await changeConnection(db, asked, id, { label: 'Mine' })).toEqual({ kind: 'not_found' });
    expect(await confirmConnection(db, asked, id)).toEqual({ kind: 'not_found' });
  });

  it('is in the firm’s timeline with what changed, without its label', async () => {
    const { id } = await connect('test');
    const change = { label: 'Ours', drawsOn: { ach: 'account_of_payment' } } as const;
    await changeConnection(db, by(firm.people.owner), id, change);
    expect((await findConnectionRules(db, id)).drawsOn).toEqual({
      card: 'operating',
      ach: 'account_of_payment',
    });
    const events = await db.select().from(firmEvents).where(eq(firmEvents.firmId, firm.firmId));
    const told = events.filter(({ data }) => data.connectionId === id);
    expect(told.map(({ type }) => type)).toEqual(['connection.made', 'connection.changed']);
    expect(told[1]?.data).toEqual({
      connectionId: id,
      changes: {
        drawsOn: {
          from: { card: 'operating', ach: null },
          to: { card: 'operating', ach: 'account_of_payment' },
        },
      },
      renamed: true,
    });
  });

  it('can be made only so often', async () => {
    const many = await createSmallFirm(db);
    const asked = by(many.people.owner, many.firmId);
    const answers = [];
    for (let n = 1; n <= CONNECTIONS_MAX; n += 1) {
      answers.push((await addConnection(db, asked, wanted('test', `acct_many_${n}`), sealed())).kind);
    }
    expect(answers.at(-2)).toBe('added');
    expect(answers.at(-1)).toBe('too_many');
    expect(await listConnections(db, many.firmId)).toHaveLength(CONNECTIONS_MAX);
  });

  it('keeps its payments, whose record another connection brings', async () => {
    const { id } = await connect('test');
    const transactionId = asId<TransactionId>('pi_of_another_connection');
    const payment = {
      ...({
        transactionId,
        type: 'sale',
        status: 'settled',
        amount: money(100_00),
        currency: 'USD',
      } as const),
      ...({ method: 'card', last4: '4242', payer: { name: 'Ana Silva', email: null } } as const),
      ...{ matterNumber: null, createdAt: AT, settledAt: AT, disputed: false, disputeLost: false },
      refundedElsewhere: false,
      items: [
        { description: 'Fee', invoiceNumber: null, account: 'operating' as const, amount: money(100_00) },
      ],
    };
    const { firmId } = firm;
    await mirrorPayment(db, { firmId, connectionId: id, payment, asOf: AT });
    await mirrorPayment(db, { firmId, payment, asOf: new Date(AT.getTime() + 1000) });
    expect((await findConnectionOf(db, { firmId, transactionId }))?.id).toBe(id);
  });

  it('is given to a payment that a release before connections copies', async () => {
    const { firmId } = firm;
    const first = await findFirstConnection(db, firmId);
    await db.execute(sql`
      INSERT INTO payments (firm_id, transaction_id, type, status, amount, currency, method, last4, payer_name, created_at)
      VALUES (${firmId}, 'txn_before', 'sale', 'settled', 100, 'USD', 'card', '4242', 'Ana Silva', now())`);
    const [copied] = await db
      .select()
      .from(payments)
      .where(eq(payments.transactionId, asId<TransactionId>('txn_before')));
    expect(copied?.connectionId).toBe(first.id);
  });
});

it('seals every set of credentials again under the newest key', async () => {
  firm = await createSmallFirm(db);
  const { id } = await connect('test');
  const both = ring(['k2', 'k1']);
  const reseal: Parameters<typeof resealCredentials>[2] = (row) =>
    sealCredentials(both, row, openCredentials(both, row, row));
  while ((await resealCredentials(db, 'k2', reseal)) > 0);
  const row = await findCredentials(db, id);
  if (row === null) throw new Error('It has no credentials');
  expect(row.keyId).toBe('k2');
  expect(openCredentials(ring(['k2']), row, row)).toEqual(SECRET);
});
