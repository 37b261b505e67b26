// makewhole doctor: what stops a firm's first refund, each with its fix, and nothing of what works.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { connect, type Connection } from '@makewhole/db/connect';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { putTrustBalance } from '@makewhole/db/imports/put-trust-balance';
import { newId } from '@makewhole/db/new-id';
import { accountEmails } from '@makewhole/db/schema/account-emails';
import { firms } from '@makewhole/db/schema/firms';
import { notifications } from '@makewhole/db/schema/notifications';
import { payments } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { DONE_BEFORE_SENT } from '@makewhole/domain/obligation-summaries';
import type { AccountEmailId, FirmId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import {
  addMatter,
  askRefund,
  byOwner,
  createSmallFirm,
  givePayment,
  type SmallFirm,
} from '../../support/small-firm.ts';
import { runMakewhole } from '../../support/run-makewhole.ts';

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);
const minuteOf = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  connection = connect(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

type Found = { readonly what: string; readonly fix: string };

async function examined(firmId: FirmId, env: Record<string, string> = {}): Promise<Found[]> {
  const settings = { env: { DATABASE_URL: database.appUrl, ...env } };
  const { out, err } = await runMakewhole(['--json', 'doctor', firmId], settings);
  expect(err).toBe('');
  return (JSON.parse(out) as { findings: Found[] }).findings;
}

describe('a firm', () => {
  let firm: SmallFirm;
  beforeEach(async () => {
    firm = await createSmallFirm(connection.db);
  });

  /** Its owner has never signed in. */
  async function besidesOwner(env?: Record<string, string>): Promise<Found[]> {
    return (await examined(firm.firmId, env)).filter(({ what }) => !what.includes('signed in'));
  }

  test('that has matters and payments, all assigned, is stopped by nothing', async () => {
    await givePayment(connection.db, null, firm, { parts: [{ of: 'invoice', amount: 10_00 }] });
    expect(await besidesOwner()).toEqual([]);
  });

  test('with payments that are assigned to no account is told how many, and where to say it', async () => {
    const { db } = connection;
    const parts = [{ of: 'unapplied', amount: 10_00 }] as const;
    await givePayment(db, null, firm, { parts });
    const ofFirm = eq(payments.firmId, firm.firmId);
    await db.update(payments).set({ unassigned: true }).where(ofFirm);
    const unassigned = (what: string) => ({
      what: `${what} assigned to no account, and cannot be refunded`,
      fix: 'say where their money went: Payments, Unassigned payments in the portal',
    });
    expect(await besidesOwner()).toMatchObject([unassigned('A payment is')]);
    await givePayment(db, null, firm, { parts });
    await db.update(payments).set({ unassigned: true }).where(ofFirm);
    expect(await besidesOwner()).toMatchObject([unassigned('2 payments are')]);
  });

  test('whose own system has not said its trust balances lately is told how many', async () => {
    const { db } = connection;
    await givePayment(db, null, firm, { parts: [{ of: 'invoice', amount: 10_00 }] });
    const matterExternalId = '2026-077';
    await addMatter(db, firm, { number: matterExternalId, name: 'Roy v. Roy', client: 'Dana Roy' });
    const said = (days: number) =>
      importInTurn(db, byOwner(firm), (importing) =>
        putTrustBalance(importing, {
          ...{ matterExternalId, bankAccountId: null, balance: money(0), ifMatch: null },
          asOf: hoursAgo(days * 24),
        }),
      );
    await said(4);
    expect(await besidesOwner()).toMatchObject([
      {
        what: "A trust balance of the firm's own system is too old, so these matters' trust money cannot be refunded",
        fix: expect.stringContaining('makewhole import trust-balances'),
      },
    ]);
    await said(1);
    expect(await besidesOwner()).toEqual([]);
  });

  test('whose refund no worker takes up is told since when', async () => {
    const { db } = connection;
    const transactionId = await givePayment(db, null, firm, { parts: [{ of: 'invoice', amount: 10_00 }] });
    await askRefund(db, firm, transactionId, { now: hoursAgo(2) });
    const [refund] = await db.select().from(refunds).where(eq(refunds.firmId, firm.firmId));
    const since = minuteOf(refund?.requestedAt ?? new Date(0));
    expect(await besidesOwner()).toMatchObject([
      {
        what: `A refund has waited for a worker since ${since} UTC`,
        fix: expect.stringContaining('npm run start:worker') as unknown,
      },
    ]);
    await db.update(refunds).set({ workflowRunId: 'run' }).where(eq(refunds.firmId, firm.firmId));
    expect(await besidesOwner()).toEqual([]);
  });

  test('whose emails the mail server refuses, or nobody sends, is told which of the two', async () => {
    const { db } = connection;
    await givePayment(db, null, firm, { parts: [{ of: 'invoice', amount: 10_00 }] });
    const email = (requestedAt: Date, lastError: string | null) => ({
      ...{ id: newId<AccountEmailId>('ae'), firmId: firm.firmId, principalId: firm.people.admin },
      ...{ kind: 'invitation' as const, requestedAt, lastError },
    });
    const told = (createdAt: Date, lastError: string | null, status: 'pending' | 'failed' = 'pending') => ({
      ...{ id: `email_${randomUUID()}`, firmId: firm.firmId, event: `e:${randomUUID()}`, status, lastError },
      ...{ recipientEmail: 'nora@adler.example', recipientName: 'Nora Adler', createdAt },
    });
    await db.insert(accountEmails).values([email(hoursAgo(0.1), null)]);
    await db.insert(notifications).values([told(hoursAgo(3), DONE_BEFORE_SENT, 'failed')]);
    expect(await besidesOwner()).toEqual([]);
    await db.insert(accountEmails).values(email(hoursAgo(2), null));
    await db.insert(notifications).values(told(hoursAgo(4), null));
    const waiting = {
      what: `2 emails have waited to be sent since ${minuteOf(hoursAgo(4))} UTC`,
      fix: expect.stringContaining('WORKER_DOES') as unknown,
    };
    expect(await besidesOwner()).toMatchObject([waiting]);
    await db.insert(notifications).values(told(hoursAgo(5), '550 no such user'));
    await db.insert(accountEmails).values(email(hoursAgo(30), '550 long ago'));
    expect(await besidesOwner()).toMatchObject([
      {
        what: 'The mail server did not take an email of the last day (550 no such user)',
        fix: expect.stringContaining('SMTP_URL') as unknown,
      },
      waiting,
    ]);
  });
});

test('a firm that has imported nothing is told of matters, and of payments', async () => {
  const { db } = connection;
  const firmId = newId<FirmId>('firm');
  await db.insert(firms).values({ id: firmId, name: 'Hale & Roy', processorAccount: randomUUID() });
  const found = await examined(firmId);
  expect(found.map(({ what }) => what)).toEqual([
    'The firm has no owner',
    'No payment company is connected',
    'No matter is known yet, so nobody would be told of a refund',
    'No payment is known yet',
  ]);
  expect(found[2]?.fix).toBe('makewhole import matters matters.csv; or PUT /v1/matters/{externalId}');
});

test('an installation whose worker does not run is told what waits, queue by queue', async () => {
  const firm = await createSmallFirm(connection.db);
  const queue = `nobody-${randomUUID()}`;
  const temporal = { TEMPORAL_ADDRESS: inject('temporalAddress'), TASK_QUEUE: queue };
  const found = (await examined(firm.firmId, temporal)).filter(({ what }) => what.includes(queue));
  expect(found.map(({ what }) => what)).toEqual([
    `No worker polls the task queue ${queue} of default: nothing moves`,
    `No worker polls the task queue ${queue} of default: no refund is sent`,
    `No worker polls the task queue ${queue}-mail of default: no email is sent`,
    `No worker polls the task queue ${queue}-webhooks of default: no webhook is sent`,
  ]);
});
