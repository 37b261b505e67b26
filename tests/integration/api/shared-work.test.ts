// How people of a firm share its work: who looks after a task, who put it off, and what they write to each other. None of
// it changes who may do what, and none of it leaves the firm.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObligations } from '@makewhole/db/obligations/open-and-complete';
import { openPaymentTask } from '@makewhole/db/obligations/payment-tasks';
import { obligations } from '@makewhole/db/schema/obligations';
import { refunds } from '@makewhole/db/schema/refunds';
import { addBankDays, bankDateOf } from '@makewhole/domain/bank-calendar';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { MATTER_USERS, askRefund } from '../../support/small-firm.ts';
import { sweepAt, soon } from '../refunds/sweep-at.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Answer, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

const DAY_MS = 86_400_000;

let world: ApiWorld;
let people: Readonly<Record<'admin' | 'lawyer' | 'owner' | 'bookkeeper' | 'viewer', Session>>;
let stranger: Session;
let refund: Schemas['Refund'];
/** An invoice of the refund that somebody must decide about. */
let task: string;

const as = <Body = Schemas['Problem']>({ headers }: Session, what: string, body?: unknown) =>
  call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });

async function openTask(kind: 'invoice_decision' | 'trust_payment'): Promise<string> {
  const key = { firmId: world.firm.firmId, refundId: asId<RefundId>(refund.id) };
  const wanted = { kind, subject: 'alloc_1', summary: 'Decide about invoice 4', amount: money(1_250_00) };
  const opened = await openObligations(world.db, key, [wanted], new Date());
  return opened.find((one) => one.kind === kind)?.id ?? '';
}

beforeAll(async () => {
  world = await createApiWorld();
  const of = (role: keyof typeof people) => sessionOf(world, world.firm, role);
  people = {
    admin: await of('admin'),
    lawyer: await of('lawyer'),
    owner: await of('owner'),
    bookkeeper: await of('bookkeeper'),
    viewer: await of('viewer'),
  };
  stranger = await sessionOf(world, world.otherFirm, 'owner');
  refund = (await askForRefund(world, { transactionId: await world.pay() })).body;
  task = await openTask('invoice_decision');
});
afterAll(() => world.stop());

async function eventsOf(type: string) {
  const path = `GET /v1/refunds/${refund.id}/events?limit=100`;
  const { body } = await as<Schemas['RefundEventPage']>(people.owner, path);
  return body.data.filter((event) => event.type === type);
}

const queue = async (who: Session, query: string) =>
  (await as<Schemas['ObligationPage']>(who, `GET /v1/obligations?${query}`)).body;

describe('a task', () => {
  const assign = (who: Session, assigneeId: string | null) =>
    as<Schemas['Assignment'] & Schemas['Problem']>(who, `PUT /v1/obligations/${task}/assignee`, {
      assigneeId,
    });

  it('is assigned to a colleague, who hears of it once, and whose list it is in', async () => {
    const { principalId } = people.lawyer;
    const assigned = await assign(people.admin, principalId);
    expect(assigned.body.assignee).toMatchObject({ id: principalId });
    expect((await assign(people.admin, principalId)).status).toBe(200);
    expect(await eventsOf('obligation.assigned')).toMatchObject([
      { actor: people.admin.principalId, data: { obligationId: task, assigneeId: principalId } },
    ]);
    const mails = (await sweepAt(world.db, soon())).filter(({ subject }) => /^Assigned to you/.test(subject));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(`/work?case=${refund.transactionId}`);
    expect((await queue(people.lawyer, 'assignee=me')).data).toMatchObject([{ id: task }]);
    expect((await queue(people.admin, 'assignee=me')).data).toEqual([]);
    const unassigned = await queue(people.admin, 'assignee=nobody&limit=100');
    expect(unassigned.data.map(({ id }) => id)).not.toContain(task);
  });

  it('is found by its payment and by its own ID', async () => {
    for (const about of [refund.transactionId, task]) {
      expect((await queue(people.viewer, `about=${about}`)).data).toMatchObject([{ id: task }]);
    }
    expect((await queue(people.viewer, 'about=txn_other')).data).toEqual([]);
  });

  it('is assigned to nobody outside the firm, to nobody who only reads, and by neither', async () => {
    expect((await assign(people.admin, stranger.principalId)).body.code).toBe('user_not_found');
    expect((await assign(people.admin, people.viewer.principalId)).body.code).toBe('user_not_found');
    expect((await assign(people.viewer, people.admin.principalId)).status).toBe(403);
    expect((await assign(stranger, stranger.principalId)).body.code).toBe('no_such_obligation');
    const withKey = await call(world.url, `PUT /v1/obligations/${task}/assignee`, {
      ...{ key: world.key, body: { assigneeId: null } },
    });
    expect(withKey.status).toBe(403);
  });

  it('can be completed by exactly those who could before', async () => {
    const step = await openTask('trust_payment');
    const to = { assigneeId: people.bookkeeper.principalId };
    expect((await as(people.admin, `PUT /v1/obligations/${step}/assignee`, to)).status).toBe(200);
    const said = { amount: 1_250_00, currency: 'USD', date: '2026-11-27', reference: 'wire 1' };
    const path = `POST /v1/refunds/${refund.id}/trust-steps/payment`;
    expect((await as(people.bookkeeper, path, said)).body.code).toBe('forbidden');
  });

  it('that is done is assigned and put off no more', async () => {
    const done = await openTask('trust_payment');
    await world.db
      .update(obligations)
      .set({ status: 'void' })
      .where(eq(obligations.id, asId(done)));
    const answers = [
      await as(people.admin, `PUT /v1/obligations/${done}/assignee`, { assigneeId: null }),
      await as(people.admin, `PUT /v1/obligations/${done}/snooze`, { until: null }),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['not_owed', 'not_owed']);
  });

  it('is put off by one person for themselves, and its reminders go out', async () => {
    const until = addBankDays(bankDateOf(new Date().toISOString()), 3);
    const path = `PUT /v1/obligations/${task}/snooze`;
    expect((await as(people.admin, path, { until })).status).toBe(200);
    expect((await as(people.admin, path, { until })).status).toBe(200);
    expect(await eventsOf('obligation.snoozed')).toMatchObject([{ data: { obligationId: task, until } }]);
    const ids = async (who: Session, query: string) => (await queue(who, query)).data.map(({ id }) => id);
    expect(await ids(people.admin, 'snoozed=false&limit=100')).not.toContain(task);
    expect(await ids(people.admin, 'snoozed=true')).toEqual([task]);
    expect(await ids(people.lawyer, 'snoozed=false&limit=100')).toContain(task);
    expect((await queue(people.admin, 'snoozed=true')).data).toMatchObject([{ snoozedUntil: until }]);
    const [row] = await world.db
      .select()
      .from(obligations)
      .where(eq(obligations.id, asId(task)));
    expect(row?.nextMessageAt).not.toBeNull();
    const late = await as(people.admin, path, { until: addBankDays(until, 30) });
    expect(late.body.code).toBe('not_snoozable');
    expect((await as(people.admin, path, { until: null })).status).toBe(200);
    expect(await ids(people.admin, 'snoozed=true')).toEqual([]);
  });
});

describe('a comment', () => {
  const write = (who: Session, body: object, path = `/v1/refunds/${refund.id}/comments`) =>
    as<Schemas['Comment'] & Schemas['Problem']>(who, `POST ${path}`, body);
  const read = async (who: Session, path = `/v1/refunds/${refund.id}/comments`) =>
    (await as<Schemas['Comments']>(who, `GET ${path}`)).body.data;

  it('is read by the office and the bookkeeper, and emailed to whom it mentions alone', async () => {
    const text = 'The client called again; @The lawyer, can you sign today?';
    const mentions = [people.lawyer.principalId, people.lawyer.principalId];
    const { status, body } = await write(people.bookkeeper, { text, mentions });
    expect(status).toBe(201);
    expect(await read(people.admin)).toMatchObject([{ id: body.id, text, refundId: refund.id }]);
    const [event] = await eventsOf('comment.added');
    expect(event?.data).toMatchObject({ commentId: body.id });
    expect(JSON.stringify(event)).not.toContain('called again');
    const mails = (await sweepAt(world.db, soon())).filter((mail) => mail.text.includes('called again'));
    expect(mails).toHaveLength(1);
    expect(MATTER_USERS.map(({ email }) => email)).not.toContain(mails[0]?.to.address);
    const seen = await as(people.viewer, `GET /v1/refunds/${refund.id}/comments`);
    expect(seen.status).toBe(403);
  });

  it('on a payment is in the firm’s own timeline, and the payment has those of its refunds too', async () => {
    const path = `/v1/payments/${refund.transactionId}/comments`;
    const { body } = await write(people.admin, { text: 'Paid twice, says the client.' }, path);
    expect(body.refundId).toBeNull();
    expect((await read(people.admin, path)).map(({ refundId }) => refundId)).toEqual([refund.id, null]);
    const { body: events } = await as<{ data: Schemas['FirmEvent'][] }>(people.owner, 'GET /v1/firm/events');
    expect(events.data[0]).toMatchObject({ type: 'comment.added', data: { commentId: body.id } });
  });

  it('is written once for an Idempotency-Key', async () => {
    const send = () =>
      call(world.url, `POST /v1/refunds/${refund.id}/comments`, {
        headers: { ...people.admin.headers, 'idempotency-key': 'one-comment' },
        body: { text: 'Only once.' },
      });
    const answers: Answer[] = [await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect((await read(people.admin)).filter(({ text }) => text === 'Only once.')).toHaveLength(1);
  });

  it('has no card number, mentions no stranger, and is neither empty nor endless', async () => {
    const card = await write(people.admin, { text: 'The card is 4242 4242 4242 4242.' });
    expect([card.status, card.text.includes('4242 4242')]).toEqual([400, false]);
    const other = await write(people.admin, { text: 'Look', mentions: [stranger.principalId] });
    expect(other.body.code).toBe('user_not_found');
    for (const text of ['', '   ', 'x'.repeat(2_001)]) {
      expect((await write(people.admin, { text })).status).toBe(400);
    }
    expect((await write(people.viewer, { text: 'Mine' })).status).toBe(403);
    expect((await write(stranger, { text: 'Theirs' })).body.code).toBe('refund_not_found');
  });
});

describe('a bookkeeper', () => {
  const path = () => `/v1/refunds/${refund.id}`;

  it.each<[string, () => string, unknown]>([
    ['requests no refund', () => 'POST /v1/refunds/preview', { transactionId: 'txn_1' }],
    ['cancels none', () => `POST ${path()}/cancel`, {}],
    ['approves none', () => `POST ${path()}/approve`, {}],
    [
      'decides no invoice',
      () => `POST ${path()}/invoice-decision`,
      { decision: 'still_due', obligationId: 'obl_1' },
    ],
    ['looks after no alarm', () => `POST ${path()}/attention`, { obligationId: 'obl_1', note: 'Done' }],
    ['posts nothing', () => 'POST /v1/trust-transactions', {}],
    ['sets nothing up', () => 'PATCH /v1/firm', { approvalRule: 'never' }],
  ])('%s', async (_, what, body) => {
    const { status, body: refused } = await as(people.bookkeeper, what(), body);
    expect([status, refused.code]).toEqual([403, 'forbidden']);
  });

  it('reads the reports, and imports what the bank says', async () => {
    for (const report of ['trust', 'unclaimed', 'summary', 'refunds?from=2026-01-01&to=2026-12-31']) {
      expect((await as(people.bookkeeper, `GET /v1/reports/${report}`)).status, report).toBe(200);
    }
    const { status } = await fetch(`${world.url}/v1/bank-statements?account=operating`, {
      ...{ method: 'POST', body: 'date,description,amount\n2026-01-05,Dana Whitfield,1.00' },
      headers: { ...people.bookkeeper.headers, 'content-type': 'text/csv' },
    });
    expect(status).toBe(201);
  });

  it('is refused by the database too, whatever code records a refund for them', async () => {
    const asked = askForRefundAs(people.bookkeeper.principalId, asId<TransactionId>(await world.pay()));
    await expect(asked).rejects.toMatchObject({
      cause: { message: expect.stringContaining('requests no refund') as unknown },
    });
  });
});

async function askForRefundAs(principalId: Session['principalId'], transactionId: TransactionId) {
  const firm = { ...world.firm, people: { ...world.firm.people, admin: principalId } };
  return askRefund(world.db, firm, transactionId, { reason: 'Paid twice' });
}

it('the numbers of the day are the sums of the lists that they lead to', async () => {
  const { firmId } = world.firm;
  const disputed = await world.pay();
  const key = { firmId, transactionId: disputed, kind: 'dispute', subject: 'dp_1' } as const;
  const about = {
    summary: 'Respond',
    amount: money(77_00),
    at: new Date(),
    dueAt: new Date('2027-01-04T22:00:00Z'),
  };
  await openPaymentTask(world.db, key, about);
  await moveTo('processing');
  await moveTo('succeeded', new Date());
  await moveTo('succeeded', new Date(Date.now() - 62 * DAY_MS));
  const step = { kind: 'trust_transfer', subject: '', summary: 'Transfer', amount: money(40_00) } as const;
  await openObligations(world.db, { firmId, refundId: asId<RefundId>(refund.id) }, [step], new Date());
  const { body } = await as<Schemas['MoneySummary']>(people.viewer, 'GET /v1/reports/summary');
  const refunds = async (query: string) => {
    const { body: page } = await as<Schemas['RefundPage']>(
      people.viewer,
      `GET /v1/refunds?${query}&limit=100`,
    );
    return { count: page.data.length, amount: page.data.reduce((total, one) => total + one.amount, 0) };
  };
  const tasks = async (kind: string) => {
    const page = await queue(people.viewer, `kind=${kind}&limit=100`);
    return {
      count: page.data.length,
      amount: page.data.reduce((total, one) => total + (one.amount ?? 0), 0),
    };
  };
  expect(body.onItsWay).toEqual(await refunds('onItsWay=true'));
  expect(body.paidBack).toMatchObject(await refunds('paidThisMonth=true'));
  expect(body.owedFromTrust).toEqual(await tasks('trust_transfer'));
  expect(body.atRisk).toMatchObject({ ...(await tasks('dispute')), dueAt: '2027-01-04T22:00:00.000Z' });
  expect(body).toMatchObject({
    onItsWay: { count: 1, amount: 1_250_00 },
    paidBack: { count: 1, amount: 1_250_00 },
    owedFromTrust: { count: 1, amount: 40_00 },
    atRisk: { count: 1, amount: 77_00, respondBy: null },
  });
});

/** A refund of $1,250.00 as it stands; it goes through its statuses at one stroke. */
async function moveTo(end: 'processing' | 'succeeded', settledAt: Date | null = null): Promise<void> {
  const asked = await askRefund(world.db, world.firm, await world.pay(), { reason: 'Paid twice' });
  if (asked.kind !== 'noted') throw new Error(`The refund was not recorded: ${asked.kind}`);
  const set = (values: Partial<typeof refunds.$inferInsert>) =>
    world.db.update(refunds).set(values).where(eq(refunds.id, asked.refund.id));
  for (const status of ['submitting', 'processing'] as const) await set({ status });
  if (end === 'succeeded') await set({ status: end, settledAt });
}
