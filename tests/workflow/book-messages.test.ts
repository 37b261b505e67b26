// What a firm's own system is told to book (docs/practice-management.md), as it comes to a server of the firm: signed,
// with the firm's own IDs, and with what undoes it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { dataSchemaOf } from '@makewhole/api/webhooks/messages';
import { applyCommand, recordCommand, type Command } from '@makewhole/db/commands/apply-command';
import { connect, type Connection } from '@makewhole/db/connect';
import { writeConnectionRules } from '@makewhole/db/connections/connection-rules';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { decideLostInvoice } from '@makewhole/db/losses/decide-lost-invoice';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { askForApproval } from '@makewhole/db/refunds/approval';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import { clients, invoices } from '@makewhole/db/schema/matters';
import { addEndpoint } from '@makewhole/db/webhooks/endpoints';
import { BOOK_MESSAGES, type BookMessageType } from '@makewhole/domain/book-messages';
import { money } from '@makewhole/domain/money';
import type { ObligationKind, TrustMove } from '@makewhole/domain/obligations';
import type { RepaymentAnswer } from '@makewhole/domain/repayment';
import { createLogger } from '@makewhole/runtime/logger';
import { webhookSecret } from '@makewhole/runtime/webhook-secret';
import { startDeliveriesAsTheyCome } from '@makewhole/worker/start-deliveries';
import {
  acceptByStores,
  acceptedRefund,
  moveBooks,
  payOut,
  recordRefund,
  viewOf,
  type WalkedRefund,
} from '../integration/refunds/walk-by-stores.ts';
import {
  WEBHOOK_SIGNING_KEY,
  createRefundWorld,
  type FirmWorld,
  type RefundWorld,
} from '../support/refund-world.ts';
import { byOwner } from '../support/small-firm.ts';
import { firmsToday } from '../support/today.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

const INVOICE = [{ of: 'invoice', amount: 640_00 }] as const;
const TRUST = [{ of: 'trust', amount: 30_00 }] as const;
const TODAY = firmsToday();
const OK = { ok: true };
const OF_TRUST = {
  ...{ amount: 30_00, currency: 'USD', matter: { externalId: 'm-14' }, client: { externalId: 'c-7' } },
  trustAccountId: expect.stringMatching(/^ba_/),
};

let servers: RefundWorld;
let connection: Connection;
let endDeliveries: () => Promise<void>;
beforeAll(async () => {
  servers = await createRefundWorld();
  connection = connect(servers.databaseUrl);
  const engine = { temporal: servers.client, taskQueue: servers.taskQueue };
  endDeliveries = await startDeliveriesAsTheyCome(connection, engine, createLogger('test', 'error'));
});
afterAll(async () => {
  await endDeliveries();
  await connection.close();
  await servers.stop();
});

type Told = { readonly type: BookMessageType; readonly data: Readonly<Record<string, unknown>> };

/** A firm whose own system listens, and knows its client as c-7. */
async function listeningFirm() {
  const world = await servers.anotherFirm(500_00);
  const { db, firm } = world;
  await db.update(clients).set({ externalId: 'c-7' }).where(eq(clients.firmId, firm.firmId));
  const receiver = await startWebhookReceiver();
  const wishes = { url: receiver.url, description: 'Practice management', eventTypes: BOOK_MESSAGES };
  const endpoint = await addEndpoint(db, byOwner(firm), wishes);
  const webhook = new Webhook(webhookSecret(WEBHOOK_SIGNING_KEY, endpoint?.id ?? '', 1));
  return {
    ...world,
    stop: receiver.stop,
    /** Waits for so many messages, and gives them by version and type. */
    told: async (count: number): Promise<Told[]> => {
      const messages = await receiver.messages(count);
      const ids = new Set(messages.map(({ headers }) => headers['webhook-id']));
      expect(ids.size).toBe(count);
      return messages
        .map(({ headers, body }) => webhook.verify(body, headers as Record<string, string>) as Told) // none comes twice
        .map(asDocumented)
        .toSorted(
          (one, other) =>
            Number(one.data['version']) - Number(other.data['version']) || one.type.localeCompare(other.type),
        );
    },
  };
}

async function submit(
  { db, firm }: Pick<FirmWorld, 'db' | 'firm'>,
  refund: WalkedRefund,
  command: Command,
  kind: ObligationKind,
) {
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.find((one) => one.kind === kind);
  const instructionId = await recordCommand(db, { ...refund, ...command, actor: firm.people.lawyer });
  return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
}

function takeStep(world: FirmWorld, refund: WalkedRefund, step: TrustMove, reference = 'Smith settlement') {
  const made = { amount: money(30_00), currency: 'USD', date: TODAY, reference, evidenceId: null } as const;
  return submit(world, refund, { kind: 'trust_step', body: { step, ...made } }, `trust_${step}`);
}

const fail = ({ db }: FirmWorld, refund: WalkedRefund) =>
  failRefund(db, refund, { code: 'R03', message: 'No account.', at: new Date(), cameBack: true });

/** Two people say how the client was paid whose refund failed. */
async function sayRepaid({ db, firm }: FirmWorld, refund: WalkedRefund, answer: RepaymentAnswer) {
  const { transactionId } = await viewOf(db, refund);
  const [task] = await listPaymentTasks(db, firm.firmId, [transactionId]);
  if (task === undefined) throw new Error('Nobody is to be paid');
  for (const actor of [firm.people.lawyer, firm.people.owner]) {
    await completeRepayment(db, { firmId: firm.firmId, id: task.id }, { actor, at: new Date() }, answer);
  }
  const tasks = await listPaymentTasks(db, firm.firmId, [transactionId]);
  return tasks.find(({ kind }) => kind === 'invoice_decision')?.id;
}

async function invoiceOf({ db, firm }: FirmWorld) {
  const [invoice] = await db.select().from(invoices).where(eq(invoices.firmId, firm.firmId));
  return {
    ...{ amount: 640_00, currency: 'USD', date: TODAY, invoice: { externalId: invoice?.externalId } },
    ...{ matter: { externalId: 'm-14' }, client: { externalId: 'c-7' } },
  };
}

describe.concurrent('the firm’s own system is told', () => {
  it('of an invoice payment that is reversed, the decision, and that both are undone', async () => {
    const world = await listeningFirm();
    const refund = await acceptedRefund(world.db, world.firm, INVOICE);
    await moveBooks(world.db, refund);
    const body = { decision: 'write_off', note: 'Ms. Whitfield is ill' } as const;
    const decide = () => submit(world, refund, { kind: 'invoice_decision', body }, 'invoice_decision');
    expect(await decide()).toEqual(OK);
    // Said again, it is not told again.
    expect(await decide()).toEqual(OK);
    await fail(world, refund);
    await sayRepaid(world, refund, { paidBy: 'owed', note: 'Owed' });

    const told = await world.told(4);
    const { transactionId, obligations } = await viewOf(world.db, refund);
    const allocation = { id: obligations.find(({ kind }) => kind === 'invoice_decision')?.subject };
    const about = { id: refund.refundId, transactionId, ...(await invoiceOf(world)), allocation };
    const [reversal, decision] = ['reversal', 'decision'].map(
      (entry) => `${refund.refundId}_${entry}_${allocation.id}`,
    );
    const versions = told.map(({ data }) => data['version']);
    expect(told).toEqual([
      message('refund.invoice_reversed', { ...about, entry: reversal, version: versions[0] }),
      message('refund.invoice_decided', {
        ...{ ...about, entry: decision, version: versions[1] },
        ...{ decision: 'write_off', payingTransactionId: null },
      }),
      message('refund.invoice_decision_undone', {
        ...{ ...about, entry: decision, version: versions[2], decision: 'write_off' },
      }),
      message('refund.invoice_reversal_undone', { ...about, entry: reversal, version: versions[3] }),
    ]);
    expect(versions[1]).toBeGreaterThan(Number(versions[0]));
    expect(versions[3]).toBeGreaterThan(Number(versions[1]));
    await world.stop();
  });

  it('of the decision about an invoice whose client was paid another way', async () => {
    const world = await listeningFirm();
    const refund = await acceptedRefund(world.db, world.firm, INVOICE);
    await moveBooks(world.db, refund);
    await fail(world, refund);
    const id = await sayRepaid(world, refund, { paidBy: 'check', reference: '1042', date: TODAY });
    if (id === undefined) throw new Error('There is nothing to decide');
    const { firmId, people } = world.firm;
    const by = { actor: people.admin, at: new Date() };
    await decideLostInvoice(world.db, { firmId, id }, by, { decision: 'still_due' });
    const told = await world.told(2);
    expect(told).toMatchObject([
      { type: 'refund.invoice_reversed', data: { id: refund.refundId } },
      {
        type: 'refund.invoice_decided',
        data: { id: refund.refundId, ...(await invoiceOf(world)), decision: 'still_due' },
      },
    ]);
    await world.stop();
  });

  it('of each trust step, its correction, and that they are undone, without the words of the reference', async () => {
    const world = await listeningFirm();
    const refund = await acceptedRefund(world.db, world.firm, TRUST);
    await payOut(world.db, refund);
    expect(await takeStep(world, refund, 'payment')).toEqual(OK);
    const right = { step: 'payment', date: TODAY, reference: 'CHK 2', evidenceId: null } as const;
    const correction = { kind: 'trust_correction', body: { ...right, reason: 'A slip' } } as const;
    expect(await submit(world, refund, correction, 'trust_payment')).toEqual(OK);
    expect(await takeStep(world, refund, 'deposit')).toEqual(OK);
    await fail(world, refund);
    const body = { note: 'The bank never had it', transferMade: false } as const;
    expect(await submit(world, refund, { kind: 'attention', body }, 'attention')).toEqual(OK);

    const told = await world.told(5);
    const entry = (step: string) => `${refund.refundId}_trust_${step}`;
    expect(told).toMatchObject([
      recorded({ step: 'payment', correction: 0, entry: entry('payment') }),
      recorded({ step: 'payment', correction: 1, entry: entry('payment') }),
      recorded({ step: 'deposit', correction: 0, entry: entry('deposit') }),
      { type: 'refund.trust_step_undone', data: { ...OF_TRUST, date: TODAY } },
      { type: 'refund.trust_step_undone', data: { ...OF_TRUST, date: TODAY } },
    ]);
    expect(
      told
        .slice(3)
        .map(({ data }) => [data['step'], data['entry']])
        .sort(),
    ).toEqual([
      ['deposit', entry('deposit')],
      ['payment', entry('payment')],
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Smith|CHK|slip/);
    await world.stop();
  });

  it('of the transfer back to trust, which undoes no step', async () => {
    const world = await listeningFirm();
    const refund = await acceptedRefund(world.db, world.firm, TRUST);
    await payOut(world.db, refund);
    for (const step of ['payment', 'deposit', 'transfer'] as const) {
      expect(await takeStep(world, refund, step)).toEqual(OK);
    }
    await fail(world, refund);
    expect(await takeStep(world, refund, 'restore')).toEqual(OK);
    const told = await world.told(4);
    expect(told.map(({ type, data }) => [type, data['step']])).toEqual(
      ['payment', 'deposit', 'transfer', 'restore'].map((step) => ['refund.trust_step_recorded', step]),
    );
    await world.stop();
  });

  it('of trust money that the processor itself paid out, and that it came back', async () => {
    const world = await listeningFirm();
    const connected = await findFirstConnection(world.db, world.firm.firmId);
    const rules = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
    await writeConnectionRules(world.db, connected, { lossesDebit: rules, drawsOn: rules });
    const refund = await recordRefund(world.db, world.firm, TRUST);
    await askForApproval(world.db, refund, new Date());
    const body = { decision: 'approve', note: null, payerReason: null } as const;
    expect(await submit(world, refund, { kind: 'approval', body }, 'approval')).toEqual(OK);
    await acceptByStores(world.db, refund);
    await moveBooks(world.db, refund);
    await fail(world, refund);
    const about = { ...OF_TRUST, date: TODAY, entry: `${refund.refundId}_trust_disbursement` };
    expect(await world.told(2)).toMatchObject([
      { type: 'refund.trust_disbursed', data: about },
      { type: 'refund.trust_disbursement_undone', data: about },
    ]);
    await world.stop();
  });
});

/** @throws where a field is missing, or is not in the OpenAPI document */
function asDocumented(told: Told): Told {
  expect(dataSchemaOf(told.type).parse(told.data)).toEqual(told.data);
  return told;
}

function message(type: string, data: Readonly<Record<string, unknown>>) {
  return { type, timestamp: expect.stringMatching(/Z$/) as unknown, data };
}

function recorded(data: Readonly<Record<string, unknown>>) {
  return { type: 'refund.trust_step_recorded', data: { ...OF_TRUST, date: TODAY, ...data } };
}
