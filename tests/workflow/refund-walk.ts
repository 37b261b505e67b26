// The steps that many refunds of these tests walk through, and what is looked at along the way.
import { and, eq } from 'drizzle-orm';
import { ENGINE, hashOf } from '@makewhole/db/events/append-refund-event';
import { listRefundEvents, type RefundEventView } from '@makewhole/db/events/list-refund-events';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { RefundRequest } from '@makewhole/db/refunds/request-refund';
import type { TrustStepBody } from '@makewhole/db/trust/record-trust-step';
import { firms } from '@makewhole/db/schema/firms';
import { trustBalances } from '@makewhole/db/schema/matters';
import { allocations } from '@makewhole/db/schema/payments';
import { money } from '@makewhole/domain/money';
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import type { TrustMove } from '@makewhole/domain/obligations';
import type { BankAccount } from '@makewhole/domain/payments';
import { balanceOf } from '@makewhole/domain/postings';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import type { CaughtMessage } from '@makewhole/stack/mail-store';
import type { FirmWorld } from '../support/refund-world.ts';
import type { WantedPayment } from '../support/small-firm.ts';
import { until } from '../support/until.ts';
import { today } from '../support/today.ts';

/** Notes a refund of a new payment and starts its workflow. */
export async function beginRefund(
  world: FirmWorld,
  wanted: WantedPayment,
  changes: Partial<RefundRequest> = {},
): Promise<RefundView> {
  const refund = await world.request(await world.pay(wanted), changes);
  await world.start(refund);
  return refund;
}

/** The same, and waits until the processor has it and the books say so. */
export async function bookRefund(world: FirmWorld, wanted: WantedPayment): Promise<RefundView> {
  return booked(world, await beginRefund(world, wanted), wanted);
}

/** Waits until the processor has the refund and all that follows from that is booked and owed. */
function booked(world: FirmWorld, refund: RefundView, { parts }: WantedPayment): Promise<RefundView> {
  const invoices = parts.filter(({ of }) => of === 'invoice').length;
  const unapplied = parts.some(({ of }) => of === 'unapplied') ? 1 : 0;
  const owesSteps = parts.some(({ of }) => of === 'trust') && refund.trustStepsFrom === 'accepted';
  return world.seen(
    refund,
    ({ status, legs, postings, obligations }) =>
      status === 'processing' &&
      postings.length === legs.length + invoices + unapplied &&
      obligations.length === invoices + (owesSteps ? 3 : 0),
  );
}

/** Refunds requested from now on owe their trust steps from the processor's acceptance on, not once they succeeded. */
export async function stepsFromAcceptance({ db, firm }: FirmWorld): Promise<void> {
  await db.update(firms).set({ trustStepsFrom: 'accepted' }).where(eq(firms.id, firm.firmId));
}

/** The processor pays it out and says so. */
export async function settle(world: FirmWorld, refund: RefundView): Promise<RefundView> {
  await world.sandbox.settle(refund.transactionId);
  await world.tell(refund);
  return world.seen(refund, ({ status }) => status === 'succeeded');
}

/** The processor could not deliver the money, or got it back, and says so. */
export async function fail(
  world: FirmWorld,
  refund: RefundView,
  how: 'fail' | 'return' = 'fail',
): Promise<RefundView> {
  if (how === 'fail') await world.sandbox.fail(refund.transactionId);
  else await world.sandbox.returnRefund(refund.transactionId);
  await world.tell(refund);
  return world.seen(refund, ({ status }) => status === 'failed');
}

export function isClosed(world: FirmWorld, refund: RefundView): Promise<RefundView> {
  return world.seen(refund, ({ closedAt }) => closedAt !== null);
}

/** A person decides about the refund's invoice, or about the one of that amount where it has several. */
export async function decide(
  world: FirmWorld,
  refund: RefundView,
  decision: InvoiceDecision,
  amount?: number,
): Promise<CommandResult> {
  const { obligations } = await world.find(refund.id);
  const about = obligations.find(
    (one) => one.kind === 'invoice_decision' && (amount === undefined || one.amount === amount),
  );
  const body = { decision, note: null };
  const instruction = { kind: 'invoice_decision', body, actor: world.firm.people.admin } as const;
  return world.instructAbout(refund, 'decideInvoice', instruction, about?.id ?? null);
}

/** A lawyer records a trust step, as it must be but for what the test says. */
export async function takeStep(
  world: FirmWorld,
  refund: RefundView,
  step: TrustMove,
  changes: Partial<TrustStepBody> = {},
): Promise<CommandResult> {
  const amount = money(refund.legs.find(({ account }) => account === 'trust')?.amount ?? 0);
  const body = {
    step,
    amount,
    currency: refund.currency,
    date: today(),
    reference: 'CHK 1044',
    evidenceId: null,
    ...changes,
  };
  const instruction = { kind: 'trust_step', body, actor: world.firm.people.lawyer } as const;
  return world.instruct(refund, 'recordTrustStep', instruction, `trust_${step}`);
}

/** Each posting in a line: step, leg, and what it adds to which account, in minor units; in the order of the alphabet. */
export function booksOf({ postings }: Pick<RefundView, 'postings'>): string[] {
  return postings
    .map(({ step, leg, entries }) => {
      const lines = entries.map(({ account, amount }) => `${account} ${amount > 0 ? '+' : ''}${amount}`);
      return `${step}/${leg}: ${lines.join(', ')}`;
    })
    .sort();
}

/** What is left in the clearing account of one leg, minor units. */
export function clearingOf({ postings }: RefundView, leg: BankAccount): number {
  return balanceOf(
    postings.filter((posting) => posting.leg === leg),
    'refunds_clearing',
  );
}

/** The matter's trust balance and what of it is held, minor units. */
export async function trustOf({ db, firm }: FirmWorld) {
  const [row] = await db
    .select({ balance: trustBalances.balance, held: trustBalances.held })
    .from(trustBalances)
    .where(and(eq(trustBalances.firmId, firm.firmId), eq(trustBalances.matterId, firm.matterId)));
  return row;
}

/** What the refunded payment had paid of invoices, and by which refund that was reversed. */
export function allocationsOf({ db, firm }: FirmWorld, { transactionId }: RefundView) {
  return db
    .select({ amount: allocations.amount, reversedBy: allocations.reversedByRefundId })
    .from(allocations)
    .where(and(eq(allocations.firmId, firm.firmId), eq(allocations.transactionId, transactionId)))
    .orderBy(allocations.amount);
}

/** The refund's timeline. @throws Error where its chain of hashes does not hold (B9) */
export async function verifiedEvents(
  world: Pick<FirmWorld, 'db' | 'firm'>,
  refund: Pick<RefundView, 'id'>,
): Promise<RefundEventView[]> {
  const { firmId } = world.firm;
  const events = await listRefundEvents(world.db, { firmId, refundId: refund.id, afterSeq: 0, limit: 1000 });
  let prevHash = '';
  for (const [index, { hash, note: _beside, ...event }] of events.entries()) {
    const holds = event.seq === index + 1 && event.prevHash === prevHash && hashOf(event) === hash;
    if (!holds) throw new Error(`The chain of ${refund.id} breaks at event ${event.seq}, ${event.type}`);
    prevHash = hash;
  }
  return events;
}

/** The types of the refund's events, in order, without those of obligations and emails. */
export async function milestones(world: FirmWorld, refund: RefundView): Promise<string[]> {
  const events = await verifiedEvents(world, refund);
  return events.map(({ type }) => type).filter((type) => type.startsWith('refund.'));
}

/** Whether the engine itself, not a person, ended an obligation. */
export function settledByEngine({ settledBy }: { readonly settledBy: string | null }): boolean {
  return settledBy === ENGINE;
}

/** Every email about the payment, oldest first. */
export function mailAbout({ mail }: FirmWorld, { transactionId }: RefundView): CaughtMessage[] {
  return mail
    .messages()
    .filter(({ text }) => text.includes(transactionId))
    .reverse();
}

/** Waits for emails about the payment whose subject starts so. */
export function mailSeen(
  world: FirmWorld,
  refund: RefundView,
  subject: string,
  count = 1,
): Promise<CaughtMessage[]> {
  return until(
    async () => mailAbout(world, refund).filter((message) => message.subject.startsWith(subject)),
    (messages) => messages.length >= count,
    (messages) => `${messages.length} emails "${subject}", wanted ${count}`,
  );
}

/** All that the workflow's history says in its payloads: who may see the history reads this too. */
export async function historyText(world: FirmWorld, refund: RefundView): Promise<string> {
  return textsOf((await world.handleOf(refund).fetchHistory()).events).join('\n');
}

function textsOf(part: unknown): string[] {
  if (part instanceof Uint8Array) return [Buffer.from(part).toString('utf8')];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsOf) : [];
}
