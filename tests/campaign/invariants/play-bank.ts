// The bank that the campaign plays (I10): it knows what truly moved, and nothing of our books. Payments bring money in, refunds
// go out of operating (R5), or out of trust where they are drawn on it (T5), trust money crosses when a person has recorded that it did, and what the bank takes back it takes
// from where the payment company's record says, or else from operating (ADR 28).
import type { RefundRow } from './invariant.ts';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { losses } from '@makewhole/db/schema/losses';
import { refunds } from '@makewhole/db/schema/refunds';
import type { ConnectionId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { isDrawnOnTrust } from '@makewhole/domain/payments';
import type { ProcessorPayment } from '@makewhole/processor/port';
import type { CampaignWorld } from '../world.ts';
import { isPaidBackNoMore, pays } from './check-payment.ts';
import { obligations } from '@makewhole/db/schema/obligations';

export type BankWorld = Pick<CampaignWorld, 'db' | 'processor' | 'company'>;
export type PlayedPayment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  /** The firm's at the payment company. */
  readonly connectionId: ConnectionId;
};
/** Minor units. */
type Accounts = { readonly operating: number; readonly trust: number };

/** What a payment and its refunds did to the accounts, in minor units. */
type Moved = {
  readonly received: Accounts;
  /** What the bank has of it in all. */
  readonly bank: Accounts;
  /** By how much the books are ahead of the bank, where an open obligation says so. */
  readonly owed: Accounts;
};

const NOTHING: Accounts = { operating: 0, trust: 0 };

/** Plays the bank for one payment: from the payment company's records and what people recorded of trust steps. */
export async function playBank(world: BankWorld, payment: PlayedPayment): Promise<Moved> {
  const { db, processor, company } = world;
  const { firmId, transactionId, connectionId } = payment;
  const answer = await processor.getPayment({ connectionId, transactionId });
  if (answer.kind === 'unavailable') throw new Error(`The payment company did not answer: ${answer.message}`);
  if (answer.kind !== 'found') return { received: NOTHING, bank: NOTHING, owed: NOTHING };
  const rows = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.transactionId, transactionId)));
  const crossed = await Promise.all(rows.map((row) => trustOf(world, row)));
  const made = await company.refunds(transactionId);
  const paying = made.filter(pays);
  const paidOut = paying.reduce((sum, { amount }) => sum + amount, 0);
  const fromTrust = crossed
    .filter(({ refundId }) => paying.some(({ reference }) => reference === refundId))
    .reduce((sum, { drawnOnTrust }) => sum + drawnOnTrust, 0);
  const received = arrivedOf(answer.payment);
  const moves = await movesOfLosses(world, payment);
  const letters = await takenByLetter(world, payment);
  const isRepaid = await wasRepaid(world, payment);
  const isOwedByClient = crossed.some(({ bounced }) => bounced);
  const waits = !isOwedByClient && rows.some(({ status }) => !isPaidBackNoMore(status));
  return {
    received,
    bank: [
      received,
      negated(takenOf(answer.payment)),
      ...letters.map(({ amount, from }) => negated(takenFrom(answer.payment.items, amount, from))),
      { operating: fromTrust - paidOut, trust: -fromTrust },
      moves.bank,
      ...(isRepaid ? [negated(received)] : []),
      ...crossed.map(({ bank }) => bank),
    ].reduce(plus),
    owed: [
      ...crossed.map(({ owed }) => owed),
      moves.owed,
      // While its refund is under way, the books leave open what a return took from operating.
      ...(waits ? [{ operating: returnedFromOperating(answer.payment), trust: 0 }] : []),
    ].reduce(plus, NOTHING),
  };
}

/** What the bank has taken of a payment that arrived: returned, or disputed and not won, with what the disputes cost. */
function takenOf({ status, returned, dispute, items, amount, settledAt }: ProcessorPayment): Accounts {
  if (settledAt === null) return NOTHING;
  const back = status === 'returned' ? takenFrom(items, amount, returned?.debitedFrom) : NOTHING;
  if (dispute === null || dispute.kind === 'inquiry') return back;
  const fee = { operating: dispute.fee ?? 0, trust: 0 };
  if (dispute.status === 'won') return plus(back, fee);
  return [back, fee, takenFrom(items, dispute.amount ?? amount, dispute.debitedFrom)].reduce(plus);
}

/** The firm's own money first, and the rest from trust if the bank debits that. */
function takenFrom(
  items: ProcessorPayment['items'],
  amount: number,
  from: 'operating' | 'trust' | null | undefined,
): Accounts {
  const sumOf = (name: string) =>
    (items ?? []).filter(({ account }) => account === name).reduce((sum, item) => sum + item.amount, 0);
  if (from !== 'trust') return { operating: amount, trust: 0 };
  const trust = Math.max(0, Math.min(sumOf('trust'), amount - sumOf('operating')));
  return { operating: amount - trust, trust };
}

function returnedFromOperating({ status, items, amount, returned, settledAt }: ProcessorPayment): number {
  if (status !== 'returned' || settledAt === null) return 0;
  return takenFrom(items, amount, returned?.debitedFrom).operating;
}

/** What people recorded of the payment itself: the three trust steps of a loss, and shortages replenished. */
async function movesOfLosses({ db }: BankWorld, { firmId, transactionId }: PlayedPayment) {
  const done = await db
    .select({ kind: obligations.kind, amount: obligations.amount, answer: obligations.answer })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        isNull(obligations.refundId),
        eq(obligations.status, 'done'),
      ),
    );
  const sumOf = (name: string) =>
    done
      .filter(({ kind }) => kind === name)
      .reduce((sum, { answer }) => sum + Number(answer?.['amount'] ?? 0), 0);
  const [paid, deposited, crossed, back] = [
    sumOf('trust_payment'),
    sumOf('trust_deposit'),
    sumOf('trust_transfer'),
    sumOf('trust_replenish') + sumOf('trust_restore'),
  ];
  return {
    bank: { operating: crossed - back, trust: back - crossed },
    owed: { operating: deposited - crossed, trust: crossed - paid },
  };
}

/** What a bank took back by letter, which the payment company does not know: people reported it. */
async function takenByLetter({ db }: BankWorld, { firmId, transactionId }: PlayedPayment) {
  const reported = await db
    .select({ amount: losses.amount, debits: losses.debits })
    .from(losses)
    .where(
      and(eq(losses.firmId, firmId), eq(losses.transactionId, transactionId), isNotNull(losses.reportedBy)),
    );
  return reported.map(({ amount, debits }) => ({
    amount,
    from: debits === 'operating' ? ('operating' as const) : ('trust' as const),
  }));
}

/** Whether two people recorded that the client was paid from the accounts that had the money, after a refund failed. */
async function wasRepaid({ db }: BankWorld, { firmId, transactionId }: PlayedPayment): Promise<boolean> {
  const done = await db
    .select({ answer: obligations.answer })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        eq(obligations.kind, 'repayment'),
        eq(obligations.status, 'done'),
      ),
    );
  return done.some(({ answer }) => ['check', 'transfer', 'state'].includes(String(answer?.['paidBy'])));
}

function plus(one: Accounts, other: Accounts): Accounts {
  return { operating: one.operating + other.operating, trust: one.trust + other.trust };
}

function negated({ operating, trust }: Accounts): Accounts {
  return { operating: -operating, trust: -trust };
}

function arrivedOf({ type, settledAt, items }: ProcessorPayment): Accounts {
  if (type !== 'sale' || settledAt === null) return NOTHING;
  return (items ?? []).reduce(
    (sum, { account, amount }) => plus(sum, { ...NOTHING, [account]: amount }),
    NOTHING,
  );
}

/** The trust money of a refund: what of it crossed at the bank, and what the books have that is still to cross. */
async function trustOf({ db }: Pick<BankWorld, 'db'>, { firmId, id }: RefundRow) {
  const { books } = await loadRefund(db, { firmId, refundId: id });
  const open = await db
    .select({ kind: obligations.kind, subject: obligations.subject })
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.refundId, id), eq(obligations.status, 'open')));
  const leg = books.legs.find(({ account }) => account === 'trust');
  const amount = leg?.amount ?? 0;
  const isOwed = (name: string) => open.some(({ kind, subject }) => kind === name || subject === name);
  const hasCrossed = books.transfer === 'made' && !books.moves.includes('restore');
  const isOnItsWay = books.transfer !== 'made' && (isOwed('trust_transfer') || isOwed('transfer_under_way'));
  const isBooked = (move: 'payment' | 'deposit') => books.moves.includes(move);
  const isAhead = (move: 'payment' | 'deposit') => isOnItsWay && isBooked(move);
  const isBehind = hasCrossed && !isBooked('deposit') && isOwed('trust_deposit');
  return {
    refundId: id,
    drawnOnTrust: leg !== undefined && isDrawnOnTrust(leg) ? amount : 0,
    bounced: books.postings.some(({ step }) => step === 'original_bounced'),
    bank: hasCrossed ? { operating: amount, trust: -amount } : NOTHING,
    owed: {
      operating: (isAhead('deposit') ? amount : 0) - (isBehind ? amount : 0),
      trust: isAhead('payment') ? -amount : 0,
    },
  };
}
