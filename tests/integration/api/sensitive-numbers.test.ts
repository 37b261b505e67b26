// Card numbers, bank accounts and Social Security numbers (ADR 26): no text of any route takes one, and none is stored
// or logged, whatever way it comes in.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '@makewhole/api/openapi/document';
import { connect } from '@makewhole/db/connect';
import { mirrorPayment, type MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { startApp, type AppHandle } from '@makewhole/stack/apps';
import { NOWHERE, apiSettings, createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';
import { bodyFields } from './body-fields.ts';

const CARD = '4111 1111 1111 1111';
const DIGITS = '4111111111111111';
const LOOKS_LIKE = 'this looks like a card number; leave it out, or give the last four digits only';

/** The fields that take one, each with its reason. A new field is not among them. */
const EXEMPT: Readonly<Record<string, string>> = {
  transactionId: 'an ID of the processor: judged where it is looked up',
  refundId: 'one of our IDs: compared, never stored unless it is there already',
  obligationId: 'one of our IDs',
  evidenceId: 'one of our IDs',
  matterId: 'one of our IDs',
  trustLineId: 'one of our IDs',
  operatingLineId: 'one of our IDs',
  lineId: 'one of our IDs',
  postingIds: 'our IDs: compared, stored only if they are there already',
  reconciledHash: 'a hash of ours: compared, never stored',
  replaces: 'one of our IDs',
  bankAccountId: 'one of our IDs',
  operatingAccountId: 'one of our IDs',
  depositId: 'one of our IDs',
  reverses: 'one of our IDs',
  previewHash: 'a hash of ours: compared, never stored',
  password: 'a secret: compared, never stored',
  code: 'a secret: compared, never stored',
};

let world: ApiWorld;
let owner: Session;
let logs: string;
let api: AppHandle;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  logs = await mkdtemp(join(tmpdir(), 'makewhole-logs-'));
  const {
    TEMPORAL_PAYLOAD_KEYS: _none,
    CREDENTIAL_KEYS: _no,
    ...settings
  } = apiSettings({
    DATABASE_URL: world.databaseUrl,
    // No answer comes from there, so a look-up that asks it fails.
    PROCESSOR_URL: `http://${NOWHERE}`,
  });
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  api = await startApp('api', env, { logsFolder: logs });
});
afterAll(async () => {
  await api.stop();
  await world.stop();
  await rm(logs, { recursive: true, force: true });
});

const fields = bodyFields(openApiDocument());

describe('each text of each body', () => {
  it('is known', () => {
    expect(fields.length).toBeGreaterThan(40);
    const exempt = new Set(fields.map(({ name }) => name).filter((name) => Object.hasOwn(EXEMPT, name)));
    expect([...exempt].sort()).toEqual(Object.keys(EXEMPT).sort());
  });

  it.each(fields.filter(({ name }) => !Object.hasOwn(EXEMPT, name)))(
    'refuses a card number: $what $path',
    async ({ what, path, bodyWith }) => {
      const answer = await send(what, bodyWith(`Paid with ${CARD}`));
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
      expect(answer.body.faults).toEqual([{ field: path, message: LOOKS_LIKE }]);
      expect(answer.body.detail).toBe(`${path}: ${LOOKS_LIKE} (in the body).`);
      expect(saidIn(answer)).not.toMatch(/4111|1111/);
    },
  );

  it.each(fields.filter(({ name }) => Object.hasOwn(EXEMPT, name)))(
    'never says it back: $what $path',
    async ({ what, bodyWith }) => {
      expect(saidIn(await send(what, bodyWith(CARD)))).not.toMatch(/4111/);
    },
  );

  it('refuses bank accounts and Social Security numbers as well, and takes the last four digits', async () => {
    const transactionId = await world.pay();
    for (const [reason, name] of [
      ['Routing 021000021, account 123456789012', 'a bank account with its routing number'],
      ['SSN 123-45-6789', 'a Social Security number'],
    ] as const) {
      const { status, text } = await askForRefund(world, { transactionId, reason });
      expect([status, text]).toEqual([400, expect.stringContaining(`this looks like ${name};`)]);
    }
    const reason = 'Paid twice on 2026-11-29, 1250.00 each; card ending in 1111, invoice 104237';
    expect((await askForRefund(world, { transactionId, reason })).status).toBe(202);
  });
});

/** The text of an answer without its random request ID, which one day holds these four digits. */
function saidIn({ text, body }: Awaited<ReturnType<typeof send>>) {
  return text.replaceAll(body.requestId, '');
}

function send(what: string, body: unknown) {
  const path = what.replace(/\{\w+\}/g, 'x');
  const headers = { ...owner.headers, 'idempotency-key': 'k' };
  return call(world.url, path, { headers, body });
}

describe('a card number that comes in another way', () => {
  it('is stored nowhere, and in no log or metric', async () => {
    const url = api.url ?? '';
    const { key } = world;
    const asked: Parameters<typeof call>[] = [
      ...[DIGITS, encodeURIComponent(CARD), '4111-1111-1111-1111'].flatMap(
        (id): Parameters<typeof call>[] => [
          [url, `GET /v1/payments/${id}`, { key }],
          [url, `POST /v1/payments/${id}/void`, { key }],
          [url, `GET /v1/refunds/${id}`, { key }],
          [url, `GET /v1/evidence/${id}`, { key }],
          [url, `GET /nowhere/${id}`, { key }],
        ],
      ),
      [url, `GET /v1/payments?q=${DIGITS}&cursor=${DIGITS}`, { key }],
      [url, `GET /v1/payments?${DIGITS}=1`, { key }],
      [url, 'GET /v1/me', { key, headers: { 'x-request-id': DIGITS } }],
      [url, 'POST /v1/refunds/preview', { key, body: { transactionId: CARD } }],
      [url, 'POST /v1/refunds/preview', { key, body: { [DIGITS]: 1, transactionId: 'x' } }],
      [url, 'POST /v1/refunds/preview', { key, body: `{"transactionId": ${DIGITS}` }],
      [url, 'POST /v1/refunds/preview', { key, body: `{"${DIGITS}":1,"${DIGITS}":2}` }],
      [url, 'POST /v1/refunds/preview', { key, body: { transactionId: `Card ${CARD}` } }],
      [url, `GET /v1/payments/order-${DIGITS}-1`, { key }],
      [url, 'POST /v1/refunds', refundWith({ transactionId: DIGITS })],
      [url, 'POST /v1/refunds', refundWith({ transactionId: await world.pay() }, `order-${DIGITS}`)],
      [url, 'POST /v1/refunds', refundWith({ transactionId: 'x', reason: DIGITS })],
      [url, 'POST /v1/refunds', refundWith({ transactionId: await world.pay() }, DIGITS)],
      [url, 'POST /v1/bank-statements?account=trust', { key, body: `date,description,amount\n${CARD},x,1` }],
      [url, `POST /v1/evidence`, { key, body: DIGITS }],
    ];
    for (const [at, what, request] of asked) {
      const { text, headers } = await call(at, what, request);
      expect([what, text]).toEqual([what, expect.not.stringMatching(/4111.{0,3}1111/)]);
      expect([what, ...headers.values()].slice(1).join()).not.toContain(DIGITS);
    }
    const seen = [await readFile(join(logs, 'api.log'), 'utf8'), (await call(url, 'GET /metrics')).text];
    expect(seen[0]).toContain('/v1/payments/************1111');
    expect(seen.join()).not.toMatch(/4111.{0,3}1111/);
    expect(await tablesWith('4111.{0,3}1111.{0,3}1111')).toEqual([]);
  });

  it('is not sent on to the processor as a transaction ID', async () => {
    const ask = (id: string) => call(api.url ?? '', `GET /v1/payments/${id}`, { key: world.key });
    // Its digits are those of a card number by chance, and we have it.
    const transactionId = asId<TransactionId>('5555555555554444');
    await mirrorPayment(world.db, {
      firmId: world.firm.firmId,
      asOf: new Date(),
      payment: { ...PAYMENT, transactionId },
    });
    expect((await ask(transactionId)).status).toBe(200);
    expect((await ask('txn_unknown')).body.code).toBe('processor_unavailable');
    const { status, body } = await ask(DIGITS);
    expect([status, body.code, body.detail]).toEqual([
      404,
      'transaction_not_found',
      expect.stringContaining('looks like a card number'),
    ]);
  });

  it('is masked in what the bank lists', async () => {
    const csv = [
      'date,description,amount,id',
      `2026-03-10,POS ${CARD} ACME,-5.00,${DIGITS}`,
      `2026-03-10,CHECK 1042 REF 20261129 0001,-6.00,A1`,
    ].join('\n');
    const sent = await call<Schemas['BankStatement']>(world.url, 'POST /v1/bank-statements?account=trust', {
      key: world.key,
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    expect([sent.status, sent.body.newLines]).toEqual([201, 2]);
    expect(await rowsOf('bank_lines', 'description')).toEqual([
      'CHECK 1042 REF 20261129 0001',
      'POS **** **** **** 1111 ACME',
    ]);
    expect(await tablesWith('4111.{0,3}1111')).toEqual([]);
  });

  it('is masked in what the processor reports', async () => {
    const at = new Date(Date.now() - 86_400_000).toISOString();
    const payment = {
      ...{ id: 'txn_card_in_texts', account: world.firm.processorAccount, type: 'sale', amount: 500 },
      ...{ currency: 'USD', method: 'card', last4: '1111', createdAt: at, capturedAt: at, settledAt: at },
      payer: { name: `Dana ${CARD}`, email: `${DIGITS}@example.com` },
      matterNumber: CARD,
      disputed: false,
      items: [{ description: `Card ${DIGITS}`, invoiceNumber: DIGITS, account: 'operating', amount: 500 }],
    };
    await world.sandbox.post('/control/payments', { payments: [payment] });
    const { status, body } = await call<Schemas['PaymentDetail']>(
      world.url,
      'GET /v1/payments/txn_card_in_texts',
      { key: world.key },
    );
    expect([status, body]).toMatchObject([
      200,
      {
        payer: { name: 'Dana **** **** **** 1111', email: '************1111@example.com' },
        unknownMatterNumber: '**** **** **** 1111',
        items: [{ description: 'Card ************1111', unknownInvoiceNumber: '************1111' }],
      },
    ]);
    expect(await tablesWith('4111.{0,3}1111')).toEqual([]);
  });
});

const PAYMENT: Omit<MirroredPayment, 'transactionId'> = {
  type: 'sale',
  status: 'settled',
  amount: money(500),
  currency: 'USD',
  method: 'card',
  last4: '4444',
  payer: { name: 'Dana Whitfield', email: null },
  ...{ matterNumber: null, createdAt: new Date(), settledAt: new Date(), disputed: false },
  ...{ disputeLost: false, refundedElsewhere: false },
  items: [{ description: 'Advice', invoiceNumber: null, account: 'operating', amount: money(500) }],
};

function refundWith(body: object, idempotencyKey = 'k') {
  const headers = { 'idempotency-key': idempotencyKey };
  return { key: world.key, headers, body: { reason: 'Paid twice', ...body } };
}

/** The tables that have a row with this pattern. */
async function tablesWith(pattern: string): Promise<string[]> {
  const { sql, close } = connect(world.databaseUrl);
  const found: string[] = [];
  const tables = await sql`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'auth')`;
  for (const { name } of tables) {
    const rows = await sql.unsafe(`SELECT FROM ${String(name)} AS t WHERE t::text ~ '${pattern}' LIMIT 1`);
    if (rows.length > 0) found.push(String(name));
  }
  await close();
  return found;
}

async function rowsOf(table: string, column: string): Promise<string[]> {
  const { sql, close } = connect(world.databaseUrl);
  const rows = await sql`SELECT ${sql(column)} AS value FROM ${sql(table)} ORDER BY 1`;
  await close();
  return rows.map(({ value }) => String(value));
}
