// The quarterly review of transactions that nobody chose (binder section 11), through the API.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';
import { call, type Schemas } from '../api/call.ts';
import { sessionOf, type Session } from '../api/session.ts';
import { bookInTrust, seedNovember, type November } from './november.ts';

type Sample = Schemas['TransactionSample'];

let world: ApiWorld;
let november: November;
let key: string;
let lawyer: Session;
beforeAll(async () => {
  world = await createApiWorld();
  november = await seedNovember(world.db);
  key = await giveKey(world.db, november.firm);
  lawyer = await sessionOf(world, november.firm, 'lawyer');
  for (const day of ['03', '04', '05', '08', '09']) {
    await bookInTrust(world.db, november, 'B', 10_00, `2025-12-${day}`);
  }
});
afterAll(() => world.stop());

const path = () => `/v1/bank-accounts/${november.account.bankAccountId}/transaction-reviews`;
const sampleOf = async (quarter = '2025-Q4') =>
  (await call<Sample>(world.url, `GET ${path()}?quarter=${quarter}`, { key })).body;
const answer = (body: object, session: Session | null = lawyer) =>
  call<Sample & Schemas['Problem']>(world.url, `POST ${path()}`, {
    ...(session === null ? { key } : { headers: session.headers }),
    body,
  });
const ANSWERS = {
  ...{ negativeBalance: false, sawStatement: true, sawLedger: true, sawChecks: true, sawOther: null },
  ...{ disbursements: 1, outstanding: false, improper: false, explanation: null },
};

it('draws nothing before the seal, and cannot be answered then', async () => {
  expect(await sampleOf()).toMatchObject({
    ...{ quarter: '2025-Q4', from: '2025-10-01', to: '2025-12-31' },
    ...{ seal: null, size: 3, items: [] },
  });
  const early = await answer({ quarter: '2025-Q4', postingId: 'post_1', answers: ANSWERS });
  expect([early.status, early.body.code]).toEqual([409, 'not_in_sample']);
});

it('draws by the seal as many as the state asks for, always the same, whatever is booked later', async () => {
  await sealTrail(world.db, november.firm.firmId, new Date());
  const drawn = await sampleOf();
  expect(drawn.items).toHaveLength(3);
  const rows = await world.db.execute<{ id: string }>(sql`
    SELECT DISTINCT p.id FROM postings p JOIN ledger_entries e ON e.posting_id = p.id AND e.account = 'trust_bank'
    WHERE p.firm_id = ${november.firm.firmId} AND p.effective_on BETWEEN '2025-10-01' AND '2025-12-31'`);
  const place = (id: string) => createHash('sha256').update(`${drawn.seal?.hash}:${id}`).digest('hex');
  const lowest = rows
    .map(({ id }) => id)
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
    .slice(0, 3);
  expect(drawn.items.map(({ postingId }) => postingId)).toEqual(lowest);
  for (const day of ['10', '11', '12', '15', '16', '17', '18', '19', '22', '23']) {
    await bookInTrust(world.db, november, 'C', 10_00, `2025-12-${day}`, new Date());
  }
  expect((await sampleOf()).items.map(({ postingId }) => postingId)).toEqual(lowest);
});

it('keeps a lawyer’s answers with their name and day, and each that came before', async () => {
  const [item, other] = (await sampleOf()).items;
  const body = { quarter: '2025-Q4', postingId: item?.postingId, answers: ANSWERS };
  expect((await answer(body, null)).status).toBe(403);
  const admin = await sessionOf(world, november.firm, 'admin');
  expect((await answer(body, admin)).status).toBe(403);
  const improper = { ...ANSWERS, improper: true };
  const unexplained = await answer({ ...body, answers: improper });
  expect([unexplained.status, unexplained.body.code]).toEqual([422, 'explanation_needed']);
  const explained = { ...improper, explanation: 'Paid to the wrong payee; paid back on Dec 5.' };
  const kept = async () =>
    [...(await world.db.execute(sql`SELECT answers FROM transaction_reviews`))].map((row) => row['answers']);
  for (const answers of [ANSWERS, ANSWERS, explained]) {
    expect((await answer({ ...body, answers })).status).toBe(200);
  }
  expect(await kept()).toEqual([ANSWERS, explained]);
  expect((await sampleOf()).items[0]).toMatchObject({ answers: explained, reviewedByName: 'The lawyer' });
  expect((await sampleOf()).items[1]).toMatchObject({ postingId: other?.postingId, answers: null });
  const changed = world.db.execute(sql`UPDATE transaction_reviews SET quarter = '2025-Q3'`);
  await expect(changed).rejects.toThrow();
});

it('is in the binder of the quarter’s last month', async () => {
  const months = `/v1/bank-accounts/${november.account.bankAccountId}/month-ends`;
  const opened = await call<Schemas['MonthEnd']>(world.url, `POST ${months}`, {
    key,
    body: { endingOn: '2025-12-31', closingBalance: 100_00, periodStart: '2025-12-01' },
  });
  const binder = await call<Schemas['MonthEndBinder']>(world.url, `GET ${months}/${opened.body.id}`, { key });
  const section = binder.body.sections.find((one) => one.section === '11');
  expect(section?.count).toBe(3);
  expect(section?.rows[0]).toMatchObject({
    ...{ improper: 'yes', outstanding: 'no', reviewer: 'The lawyer' },
    reviewed: 'statement of costs and receipts, client ledger, canceled checks',
    explanation: expect.stringContaining('wrong payee'),
  });
  expect(section?.rows[1]).toMatchObject({ improper: null, reviewer: null });
});

it('is of a trust account of the firm, and of a quarter', async () => {
  const bad = await call(world.url, `GET ${path()}?quarter=2025-Q5`, { key });
  expect(bad.body.code).toBe('invalid_request');
  const theirs = await call(world.url, `GET ${path()}?quarter=2025-Q4`, {
    key: world.key,
  });
  expect(theirs.body.code).toBe('bank_account_not_found');
});
