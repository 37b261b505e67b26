// Refunds whose end is not the client's money at their bank (ADR 32): one fails, and its client is paid another way; the
// trust money is gone before the firm takes it; the bank takes a payment back into a month that is signed (ADR 35).
import { sql } from 'drizzle-orm';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { recordCommand } from '@makewhole/db/commands/apply-command';
import { openMonthEnd } from '@makewhole/db/month-ends/open-month-end';
import { readBinder } from '@makewhole/db/month-ends/read-binder';
import { prepareMonthEnd, signMonthEnd } from '@makewhole/db/month-ends/sign-month-end';
import { completeRepayment } from '@makewhole/db/repayments/complete-repayment';
import { addCalendarDays, dateIn } from '@makewhole/domain/bank-calendar';
import { UPDATES } from '@makewhole/domain/commands';
import { refundWorkflowId, type CommandInput, type CommandResult } from '@makewhole/domain/contracts/refund';
import { asId, type ObligationId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { ZERO } from '@makewhole/domain/money';
import { giveInvoice } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import type { Refund } from '../open-firm.ts';
import { patiently } from '../patience.ts';
import { control, seen, taskOf, type PaymentDetail } from '../payment-tasks.ts';
import { request, requestOnce, runUntilClosed } from '../run-until-closed.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

export const ENDS: readonly Kind[] = [
  {
    name: 'check_races_new_refund',
    what: 'a refund fails, and two people record a check to its client while somebody asks for a new refund: one of the two pays',
    async run(world, draw) {
      const { parts } = drawPayment(draw);
      const transactionId = await world.pay({ method: 'card', parts });
      await failedRefund(world, transactionId);
      const { id } = await taskOf(world, transactionId, 'repayment');
      const [asked] = await Promise.all([requestOnce(world, transactionId), payByCheck(world, id)]);
      if (asked.status === 202) await runUntilClosed(world, asked.body.id);
      else await payByCheck(world, id);
      await seen(world, transactionId, isRepaid);
      return [transactionId];
    },
  },
  {
    name: 'invoice_paid_twice',
    what: 'a client pays one invoice twice, and two people refund one payment each, or the same one: what is paid twice is paid otherwise',
    async run(world, draw) {
      const amount = draw.between(1, 5_000_00);
      const invoice = await patiently(() => giveInvoice(world.db, world.firm, amount));
      const pay = () => world.pay({ method: 'card', parts: [{ of: 'invoice', amount, invoice }] });
      const [first, second] = [await pay(), await pay()];
      const wanted = draw.oneOf([[second], [second, second], [first, second]]);
      const asked = await Promise.all(wanted.map((one) => requestOnce(world, one)));
      for (const { status, body } of asked) if (status === 202) await runUntilClosed(world, body.id);
      const refunded = new Set(wanted).size;
      await expectPaid(world, invoice, amount - (2 - refunded) * amount);
      return [first, second];
    },
  },
  {
    name: 'trust_spent_elsewhere',
    what: "the firm's own system pays an invoice with the trust money of a refund: a lawyer ends its steps, while the worker may be away",
    async run(world, draw) {
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount: draw.between(1, 5_000_00) }] });
      const { id } = await request(world, transactionId);
      const owes = ({ obligations }: Refund) =>
        obligations.some(({ kind, status }) => kind === 'trust_payment' && status === 'open');
      const refund = await runUntilClosed(world, id, { until: owes, leaveOwed: true });
      await endTrustSteps(world, refund);
      const isVoid = ({ obligations }: Refund) =>
        obligations.some(({ kind, status }) => kind === 'trust_payment' && status === 'void');
      await runUntilClosed(world, id, { until: isVoid, leaveOwed: true });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'late_return_into_signed_month',
    what: 'a month of the trust account is signed, and then a bank takes a deposit of that month back by letter: it counts today, for that day',
    async run(world, draw) {
      const own: CampaignWorld = { ...world, ...(await patiently(world.openFirm)) };
      const amount = draw.between(1, 5_000_00);
      const transactionId = await own.pay({ method: 'ach', parts: [{ of: 'trust', amount }] });
      await signMonth(own);
      const file = new TextEncoder().encode('%PDF-1.4 The letter of the bank');
      const headers = { 'content-type': 'application/pdf' };
      const letter = await own.ask<{ readonly id: string }>('POST /v1/evidence', { file, headers });
      const date = daysAgo(3);
      const { status, text } = await own.ask(`POST /v1/payments/${transactionId}/report-late-return`, {
        body: { date, amount, evidenceId: letter.body.id, returnCode: 'R10', debitedFrom: 'trust' },
      });
      if (status !== 200) throw new Error(`The late return was answered ${status}: ${text}`);
      const [booked] = await patiently(() =>
        own.db.execute<{ on: string; for: string | null }>(sql`
          SELECT effective_on::text AS "on", for_date::text AS "for" FROM postings
          WHERE firm_id = ${own.firm.firmId} AND transaction_id = ${transactionId} AND step = 'receipt_returned'`),
      );
      if (booked?.for !== date || booked.on <= date)
        throw new Error(`The return of ${date} is booked ${JSON.stringify(booked)}`);
      return [transactionId];
    },
  },
];

/** What is due of an invoice after its payments and credits: a client who paid it once owes nothing more. */
async function expectPaid({ db, firm }: CampaignWorld, invoice: string, unpaid: number): Promise<void> {
  const [row] = await patiently(() =>
    db.execute<{ due: number; credited: number }>(sql`
      SELECT (i.total + coalesce(sum(e.amount) FILTER (WHERE e.account = 'accounts_receivable'), 0))::float8 AS due,
        coalesce(sum(e.amount) FILTER (WHERE e.account = 'credit_notes'), 0)::float8 AS credited
      FROM invoices i JOIN allocations a ON a.firm_id = i.firm_id AND a.invoice_id = i.id
      JOIN postings p ON p.firm_id = a.firm_id AND p.allocation_id = a.id
      JOIN ledger_entries e ON e.posting_id = p.id
      WHERE i.firm_id = ${firm.firmId} AND i.number = ${invoice} GROUP BY i.id`),
  );
  const credited = Math.max(unpaid, 0);
  if (row?.due !== 0 || row.credited !== credited)
    throw new Error(`Of ${invoice}, ${JSON.stringify(row)} is open, and ${credited} should be credited`);
}

/** A refund that the processor could not deliver, and that is closed. */
async function failedRefund(world: CampaignWorld, transactionId: TransactionId): Promise<void> {
  const { id } = await request(world, transactionId);
  const isUnderWay = ({ status }: Refund) => status === 'processing';
  await runUntilClosed(world, id, { until: isUnderWay, leaveUnsettled: true, leaveOwed: true });
  await control(world, 'fail', { transactionId, code: 'account_closed' });
  const { status } = await runUntilClosed(world, id, { leaveUnsettled: true });
  if (status !== 'failed') throw new Error(`${id} could not be delivered and is ${status}`);
}

/** The lawyer records the check, and the owner confirms it; refused where a new refund came first. */
async function payByCheck({ db, firm }: CampaignWorld, id: string): Promise<void> {
  const task = { firmId: firm.firmId, id: asId<ObligationId>(id) };
  const answer = { paidBy: 'check', reference: 'CHK 1042', date: today() } as const;
  for (const actor of [firm.people.lawyer, firm.people.owner]) {
    await patiently(() => completeRepayment(db, task, { actor, at: new Date() }, answer));
  }
}

function isRepaid({ tasks }: PaymentDetail): boolean {
  const repayments = tasks.filter(({ kind }) => kind === 'repayment');
  return repayments.length > 0 && repayments.every(({ status }) => status === 'done');
}

/** What the API does for a lawyer, again until the workflow has heard of it. */
async function endTrustSteps({ db, client, firm }: CampaignWorld, refund: Refund): Promise<void> {
  const [refundId, transactionId] = [asId<RefundId>(refund.id), asId<TransactionId>(refund.transactionId)];
  const owed = refund.obligations.find(({ kind }) => kind === 'trust_payment');
  const said = { firmId: firm.firmId, refundId, actor: firm.people.lawyer } as const;
  const body = { reason: 'It paid an invoice', invoiceNumber: 'INV 7' };
  const instructionId = await patiently(() =>
    recordCommand(db, { ...said, kind: 'trust_not_recoverable', body }),
  );
  const handle = client.workflow.getHandle(refundWorkflowId({ transactionId, id: refundId }));
  const args: [CommandInput] = [{ instructionId, obligationId: asId<ObligationId>(owed?.id ?? '') }];
  // It may have no worker just now: then it hears of what was noted by itself.
  await handle
    .executeUpdate<CommandResult, [CommandInput]>(UPDATES.recordTrustStep, { args })
    .catch(() => undefined);
}

function daysAgo(days: number): string {
  return addCalendarDays(dateIn(new Date().toISOString(), 'America/New_York'), -days);
}

/** The admin prepares the month that ended yesterday, and the lawyer signs it. */
async function signMonth({ db, firm }: CampaignWorld): Promise<void> {
  const { firmId, people } = firm;
  const { trust: bankAccountId } = await patiently(() => findDefaultAccounts(db, firmId));
  const account = { firmId, bankAccountId };
  await patiently(async () => {
    const by = { actor: people.admin, at: new Date() };
    const wanted = { endingOn: daysAgo(1), periodStart: daysAgo(30), closingBalance: ZERO };
    const opened = await openMonthEnd(db, account, wanted, by);
    if (opened.kind !== 'open') throw new Error(`The month could not be opened: ${opened.kind}`);
    const { id } = opened.monthEnd;
    const reconciledHash = (await readBinder(db, opened.monthEnd))?.reconciledHash ?? '';
    const prepared = { position: 'Bookkeeper', mayTransfer: false, explanation: 'No statement was kept' };
    const signer = { ...by, separateDuties: false };
    await prepareMonthEnd(db, account, id, { ...prepared, reconciledHash }, signer);
    const review = { reconciledHash, barNumber: '12345', barState: null };
    const signed = await signMonthEnd(db, account, id, review, { ...signer, actor: people.lawyer });
    if (signed.kind !== 'done') throw new Error(`The month was not signed: ${signed.kind}`);
  });
}
