// The bank that the campaign plays (I10): it knows what truly moved, and nothing of our books. Payments bring money in, refunds
// go out of operating (R5), and trust money crosses when a person has recorded that it did.
import type { RefundRow } from './invariant.ts';
import { and, eq } from 'drizzle-orm';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { refunds } from '@makewhole/db/schema/refunds';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { ProcessorPayment } from '@makewhole/processor/port';
import type { CampaignWorld } from '../world.ts';
import { isPaidBackNoMore, pays } from './check-payment.ts';
import { obligations } from '@makewhole/db/schema/obligations';

export type BankWorld = Pick<CampaignWorld, 'db' | 'processor' | 'sandbox'>;
export type PlayedPayment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  /** The firm's at the payment company. */
  readonly account: string;
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
  const { db, processor, sandbox } = world;
  const { firmId, transactionId, account } = payment;
  const answer = await processor.getPayment({ account, transactionId });
  if (answer.kind === 'unavailable') throw new Error(`The payment company did not answer: ${answer.message}`);
  if (answer.kind !== 'found') return { received: NOTHING, bank: NOTHING, owed: NOTHING };
  const rows = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.transactionId, transactionId)));
  const crossed = await Promise.all(rows.map((row) => trustOf(world, row)));
  const made = await sandbox.refunds(transactionId);
  const paidOut = made.filter(pays).reduce((sum, { amount }) => sum + amount, 0);
  const arrived = arrivedOf(answer.payment);
  const isOwedByClient =
    crossed.some(({ bounced }) => bounced) || rows.some(({ status }) => !isPaidBackNoMore(status));
  const lost = isLost(answer.payment) ? arrived : NOTHING;
  // Money that was refunded is not in trust any more: the bank takes it from the firm.
  const whole = { operating: -(lost.operating + lost.trust), trust: 0 };
  const received = isOwedByClient ? arrived : plus(arrived, negated(lost));
  return {
    received,
    bank: [
      received,
      { operating: -paidOut, trust: 0 },
      isOwedByClient ? whole : NOTHING,
      ...crossed.map(({ bank }) => bank),
    ].reduce(plus),
    owed: crossed.map(({ owed }) => owed).reduce(plus, NOTHING),
  };
}

function plus(one: Accounts, other: Accounts): Accounts {
  return { operating: one.operating + other.operating, trust: one.trust + other.trust };
}

function negated({ operating, trust }: Accounts): Accounts {
  return { operating: -operating, trust: -trust };
}

function arrivedOf({ type, settledAt, items }: ProcessorPayment): Accounts {
  if (type !== 'sale' || settledAt === null) return NOTHING;
  return items.reduce((sum, { account, amount }) => plus(sum, { ...NOTHING, [account]: amount }), NOTHING);
}

function isLost({ status, dispute }: ProcessorPayment): boolean {
  return status === 'returned' || dispute?.status === 'lost';
}

/** The trust money of a refund: what of it crossed at the bank, and what the books have that is still to cross. */
async function trustOf({ db }: Pick<BankWorld, 'db'>, { firmId, id }: RefundRow) {
  const { books } = await loadRefund(db, { firmId, refundId: id });
  const open = await db
    .select({ kind: obligations.kind, subject: obligations.subject })
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.refundId, id), eq(obligations.status, 'open')));
  const amount = books.legs.find(({ account }) => account === 'trust')?.amount ?? 0;
  const isOwed = (name: string) => open.some(({ kind, subject }) => kind === name || subject === name);
  const hasCrossed = books.transfer === 'made' && !books.moves.includes('restore');
  const isOnItsWay = books.transfer !== 'made' && (isOwed('trust_transfer') || isOwed('transfer_under_way'));
  const isBooked = (move: 'payment' | 'deposit') => books.moves.includes(move);
  const isAhead = (move: 'payment' | 'deposit') => isOnItsWay && isBooked(move);
  const isBehind = hasCrossed && !isBooked('deposit') && isOwed('trust_deposit');
  return {
    bounced: books.postings.some(({ step }) => step === 'original_bounced'),
    bank: hasCrossed ? { operating: amount, trust: -amount } : NOTHING,
    owed: {
      operating: (isAhead('deposit') ? amount : 0) - (isBehind ? amount : 0),
      trust: isAhead('payment') ? -amount : 0,
    },
  };
}
