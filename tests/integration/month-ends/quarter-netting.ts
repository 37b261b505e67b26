// The payment company of a played quarter that nets (BK4): the bank sees what it pays out, and nothing else of it.
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { keepPayout, type PayoutKept } from '@makewhole/db/payouts/keep-payout';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import type { DrawsOn } from '@makewhole/domain/connections';
import { money, sum } from '@makewhole/domain/money';
import type { PayoutItem, PayoutRecord } from '@makewhole/domain/payouts';
import { byOwner } from '../../support/small-firm.ts';
import { processorIdOf } from './quarter-refunds.ts';
import { instantOf, named, type Happening, type Quarter, type TrustAccount } from './quarter-world.ts';

type Payout = {
  readonly into: TrustAccount;
  readonly payments: readonly string[];
  readonly refunds?: readonly string[];
  /** Kept back, in minor units. */
  readonly fee?: number;
  /** If it is not that day. */
  readonly arrivesOn?: BankDate;
  /** What the bank shows, if not what the company says. */
  readonly shownAmount?: number;
};

/** The night's booking sees a payout that is still on its way. */
export function payoutUnderWay(id: string, payout: Payout): Happening {
  return async (quarter, date) => {
    await keep(quarter, date, { ...recordOf(quarter, id, date, payout), status: 'pending' }, 'waiting');
  };
}

/** A payout arrives, is booked that night and again the next one, and the bank shows it as one line. */
export function payoutArrives(id: string, payout: Payout): Happening {
  return async (quarter, date) => {
    const record = recordOf(quarter, id, date, payout);
    await keep(quarter, date, record, 'booked');
    await keep(quarter, addCalendarDays(date, 1), record, 'booked');
    const { into, shownAmount = record.amount } = payout;
    quarter.bank.move(into, date, shownAmount, `PAYOUT ${id.toUpperCase()}`);
  };
}

/** On what the other company draws refunds of card payments from now on. */
export function drawCardsOn(card: DrawsOn): Happening {
  return async ({ db, firm }, date) => {
    const by = byOwner(firm, instantOf(date));
    const changed = await changeConnection(db, by, firm.connectionId, { drawsOn: { card } });
    if (changed.kind !== 'changed') throw new Error(`The rule was not changed: ${changed.kind}`);
  };
}

function recordOf(quarter: Quarter, id: string, date: BankDate, payout: Payout): PayoutRecord {
  const { payments, refunds = [], fee = 0, arrivesOn = date } = payout;
  const received = payments.map((name, index): PayoutItem => {
    const { transactionId, amount } = named(quarter.payments, name);
    const kept = money(index === 0 ? fee : 0);
    return { id: `bt_${transactionId}`, kind: 'payment', subject: transactionId, amount, fee: kept };
  });
  const refunded = refunds.map((name): PayoutItem => {
    const subject = processorIdOf(named(quarter.refunds, name));
    const amount = money(-named(quarter.payments, name).amount);
    return { id: `bt_${subject}`, kind: 'refund', subject, amount, fee: money(0) };
  });
  const items = [...received, ...refunded];
  const amount = money(sum(items.map((item) => item.amount)) - fee);
  return { id, account: 'trust', amount, status: 'paid', arrivesOn, isComplete: true, items };
}

async function keep(
  { db, firm: { firmId }, netting }: Quarter,
  date: BankDate,
  payout: PayoutRecord,
  expected: PayoutKept,
): Promise<void> {
  const kept = await keepPayout(db, { firmId, connectionId: netting, payout, at: instantOf(date) });
  if (kept !== expected) throw new Error(`The payout ${payout.id} is ${kept}, not ${expected}`);
}
