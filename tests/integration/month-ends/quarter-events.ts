// The played quarter, July to September 2026, day by day, an October with five mistakes in it, and what becomes
// of a check that nobody cashes. To extend it, add a
// line: the books, the bank and the statements follow.
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { money } from '@makewhole/domain/money';
import { cashed, followed, payByCheck, replaceCheck } from './quarter-checks.ts';
import { drawCardsOn, payoutArrives, payoutUnderWay } from './quarter-netting.ts';
import {
  assign,
  lossStep,
  receive,
  recordChanges,
  replenish,
  shown,
  type Receipt,
} from './quarter-payments.ts';
import {
  closed,
  comesBack,
  paidOut,
  refund,
  refusedPayment,
  transferred,
  trustStep,
} from './quarter-refunds.ts';
import { bankFee, cushion, identify, interest, remit, unknownDeposit } from './quarter-trust.ts';
import { setLossesDebit, type Happening } from './quarter-world.ts';

type Event = readonly [date: BankDate, happening: Happening];

const ach = (matter: Receipt['matter'], into: Receipt['into'], trust: number, shown: BankDate | null) =>
  ({ method: 'ach', matter, into, trust, shown }) as const;
const card = (matter: Receipt['matter'], into: Receipt['into'], trust: number, shown: BankDate | null) =>
  ({ method: 'card', matter, into, trust, shown }) as const;

/** A card payment at the company that nets. */
const netted = (matter: Receipt['matter'], trust: number) =>
  ({ ...card(matter, 'closings', trust, null), isNetted: true }) as const;

const PO_72 = { into: 'closings', payments: ['dunn net'] } as const;
const PO_74 = { into: 'closings', payments: ['hale net'] } as const;

const dispute = (id: string, status: 'open' | 'won' | 'lost', amount: number) => ({
  disputed: status === 'open',
  disputeLost: status === 'lost',
  dispute: { id, status, amount: money(amount), fee: money(15_00), reason: 'fraudulent', respondBy: null },
});

const RETURNED = { status: 'returned', returned: { code: 'R10', debitedFrom: null } } as const;

const JULY: readonly Event[] = [
  ['2026-07-01', cushion('main', 100_00)],
  ['2026-07-01', cushion('closings', 75_00)],
  ['2026-07-02', receive('baker', ach('2026-015', 'main', 5_000_00, '2026-07-03'))],
  ['2026-07-06', receive('castro check', card('2026-016', 'main', 560_00, '2026-07-07'))],
  ['2026-07-06', receive('fox check', card('2026-019', 'main', 310_00, '2026-07-07'))],
  ['2026-07-07', receive('fox gross', card('2026-019', 'main', 720_00, '2026-07-08'))],
  ['2026-07-08', receive('whitfield', ach('2026-014', 'main', 1_250_00, '2026-07-09'))],
  ['2026-07-09', receive('castro', ach('2026-016', 'main', 2_400_00, '2026-07-10'))],
  ['2026-07-10', receive('dunn', card('2026-017', 'closings', 3_000_00, '2026-07-13'))],
  ['2026-07-13', refund('castro check')],
  ['2026-07-13', refund('fox check')],
  ['2026-07-13', receive('ellis', { ...card('2026-018', 'main', 400_00, '2026-07-14'), invoice: 300_00 })],
  ['2026-07-14', receive('fox', { ...card('2026-019', 'main', 0, '2026-07-15'), invoice: 600_00 })],
  ['2026-07-14', receive('grant', ach('2026-020', 'closings', 1_800_00, '2026-07-15'))],
  ['2026-07-15', receive('hale', card('2026-021', 'main', 950_00, '2026-07-16'))],
  ['2026-07-16', refund('whitfield')],
  ['2026-07-16', bankFee('main', 15_00, { dated: '2026-07-15' })],
  ['2026-07-16', receive('castro net', netted('2026-016', 1_250_00))],
  ['2026-07-17', payoutArrives('po_70', { into: 'closings', payments: ['castro net'] })],
  // Neither has reached its client.
  ['2026-07-20', comesBack('castro check', 'account_closed')],
  ['2026-07-20', closed('castro check')],
  ['2026-07-20', comesBack('fox check', 'account_closed')],
  ['2026-07-20', closed('fox check')],
  ['2026-07-20', paidOut('whitfield')],
  ['2026-07-20', receive('lopez', card('2026-025', 'closings', 800_00, '2026-07-21'))],
  ['2026-07-21', recordChanges('dunn', dispute('dp_1', 'open', 2_000_00), fromClosings(-2_000_00, 15_00))],
  // Two clients' deposits in one line of the bank.
  ['2026-07-21', receive('jones', card('2026-023', 'closings', 500_00, null))],
  ['2026-07-21', receive('kim', card('2026-024', 'closings', 500_00, null))],
  ['2026-07-22', shown('closings', 1_000_00, 'CARD BATCH 0721')],
  ['2026-07-22', trustStep('whitfield', 'payment')],
  ['2026-07-22', trustStep('whitfield', 'deposit')],
  ['2026-07-22', refund('lopez')],
  // Two clients' deposits pay the refund of a third: one line of the bank.
  ['2026-07-22', receive('fox net', netted('2026-019', 2_000_00))],
  ['2026-07-22', receive('ellis net', netted('2026-018', 640_00))],
  ['2026-07-23', refund('castro net', { from: null })],
  ['2026-07-23', transferred('whitfield', 'transfer', { account: 'main' })],
  ['2026-07-24', paidOut('lopez')],
  [
    '2026-07-24',
    payoutArrives('po_71', {
      ...{ into: 'closings', payments: ['fox net', 'ellis net'], refunds: ['castro net'] },
    }),
  ],
  ['2026-07-27', paidOut('castro net')],
  ['2026-07-27', closed('castro net')],
  // Nobody knows whose these are before August.
  ['2026-07-24', receive('irwin', ach(null, 'main', 1_100_00, '2026-07-27'))],
  ['2026-07-27', unknownDeposit('wire', 'closings', 650_00)],
  // One check is cashed in August, and the other one never.
  ['2026-07-28', payByCheck('castro check', '2051')],
  ['2026-07-28', payByCheck('fox check', '2052')],
  ['2026-07-29', receive('dunn net', netted('2026-017', 900_00))],
  // The check to the firm is written in July, and clears in August.
  ['2026-07-30', trustStep('lopez', 'payment')],
  // Settled on the last day; the bank shows the batch on the next bank day but one.
  ['2026-07-31', receive('kim 2', card('2026-024', 'main', 700_00, '2026-08-03'))],
  ['2026-07-31', payoutUnderWay('po_72', { ...PO_72, arrivesOn: '2026-08-04' })],
];

const AUGUST: readonly Event[] = [
  ['2026-08-03', trustStep('lopez', 'deposit')],
  ['2026-08-03', transferred('lopez', 'transfer', { account: 'closings' })],
  ['2026-08-03', interest('main', 3_12, { dated: '2026-07-31' })],
  ['2026-08-04', payoutArrives('po_72', PO_72)],
  ['2026-08-05', remit('main', 3_12)],
  ['2026-08-05', refund('grant')],
  ['2026-08-07', comesBack('grant', 'R03')],
  ['2026-08-07', closed('grant')],
  ['2026-08-10', recordChanges('dunn', dispute('dp_1', 'won', 2_000_00), [['closings', 2_000_00]])],
  ['2026-08-10', refund('hale')],
  ['2026-08-11', assign('irwin', '2026-022')],
  ['2026-08-12', identify('wire', '2026-023', 650_00)],
  // Found after July was locked, and dated into it.
  ['2026-08-12', cushion('main', 25_00, { dated: '2026-07-31', shown: '2026-08-03' })],
  [
    '2026-08-12',
    receive('baker late', {
      ...card('2026-015', 'main', 330_00, '2026-08-03'),
      settledOn: '2026-07-30',
    }),
  ],
  ['2026-08-12', paidOut('hale')],
  ['2026-08-12', receive('grant net', netted('2026-020', 1_000_00))],
  ['2026-08-13', trustStep('hale', 'payment')],
  ['2026-08-13', trustStep('hale', 'deposit')],
  ['2026-08-13', refund('fox')],
  ['2026-08-14', paidOut('fox')],
  ['2026-08-14', transferred('hale', 'transfer', { account: 'main' })],
  // The firm's cushion in that account pays the fee.
  ['2026-08-14', payoutArrives('po_73', { into: 'closings', payments: ['grant net'], fee: 29_30 })],
  // Day 40 of Whitfield's deposit, whose refund was paid and whose steps are done: Baker's money is missing.
  ['2026-08-17', recordChanges('whitfield', RETURNED, [['main', -1_250_00]])],
  ['2026-08-17', replenish('whitfield', 'main', 1_250_00)],
  ['2026-08-17', refund('ellis')],
  ['2026-08-18', cashed('fox check', '2052', 'main')],
  ['2026-08-19', paidOut('ellis')],
  ['2026-08-19', (quarter, date) => setLossesDebit(quarter, { ach: 'operating' }, date)],
  ['2026-08-20', trustStep('ellis', 'payment')],
  ['2026-08-20', trustStep('ellis', 'deposit')],
  ['2026-08-20', recordChanges('castro', RETURNED, [['operating', -2_400_00]])],
  ['2026-08-20', recordChanges('dunn', dispute('dp_2', 'open', 1_500_00), fromClosings(-1_500_00, 15_00))],
  ['2026-08-21', transferred('ellis', 'transfer', { account: 'main' })],
  ['2026-08-24', bankFee('main', 15_00)],
  ['2026-08-25', lossStep('castro', 'payment')],
  ['2026-08-25', lossStep('castro', 'deposit')],
  ['2026-08-26', lossStep('castro', 'transfer')],
  ['2026-08-27', comesBack('hale', 'account_closed')],
  ['2026-08-31', drawCardsOn('account_of_payment')],
  ['2026-08-31', refund('fox gross', { from: 'main' })],
  ['2026-08-31', transferred('hale', 'restore', { account: 'main', shown: '2026-09-01' })],
];

const SEPTEMBER: readonly Event[] = [
  // The bookkeeper dates August's interest as the bank remits it, not as it credited it.
  ['2026-09-01', interest('main', 3_40, { shown: '2026-08-31' })],
  ['2026-09-01', drawCardsOn('operating')],
  ['2026-09-02', paidOut('fox gross')],
  ['2026-09-02', closed('fox gross')],
  ['2026-09-02', remit('main', 3_40)],
  ['2026-09-08', refund('grant 2', { ofPayment: 'grant' })],
  ['2026-09-10', recordChanges('dunn', dispute('dp_2', 'lost', 1_500_00), [])],
  ['2026-09-11', paidOut('grant 2')],
  ['2026-09-14', refund('kim')],
  ['2026-09-15', bankFee('main', 15_00)],
  ['2026-09-16', paidOut('kim')],
  // The bank holds Kim's money in this IOLTA. What Kim has in the other one pays no step and makes no shortage up.
  ['2026-09-17', recordChanges('kim', dispute('dp_3', 'open', 480_00), fromClosings(-480_00, 15_00))],
  ['2026-09-18', refusedPayment('kim', 'trust_money_gone')],
  ['2026-09-21', recordChanges('kim', dispute('dp_3', 'won', 480_00), [['closings', 480_00]])],
  ['2026-09-22', trustStep('kim', 'payment')],
  ['2026-09-22', trustStep('kim', 'deposit')],
  ['2026-09-23', transferred('kim', 'transfer', { account: 'closings' })],
  ['2026-09-28', trustStep('grant 2', 'payment')],
  ['2026-09-29', recordChanges('kim', dispute('dp_4', 'open', 500_00), fromClosings(-500_00, 15_00))],
  ['2026-09-29', replenish('kim', 'closings', 500_00)],
  ['2026-09-30', receive('baker 2', card('2026-015', 'main', 1_000_00, '2026-10-02'))],
  ['2026-10-01', trustStep('grant 2', 'deposit')],
  ['2026-10-01', transferred('grant 2', 'transfer', { account: 'closings' })],
];

const OCTOBER: readonly Event[] = [
  // Booked to the wrong IOLTA.
  [
    '2026-10-06',
    receive('irwin 2', { ...ach('2026-022', 'main', 450_00, '2026-10-07'), shownIn: 'closings' }),
  ],
  ['2026-10-08', refund('jones')],
  ['2026-10-08', refund('kim 2')],
  ['2026-10-08', receive('hale net', netted('2026-021', 500_00))],
  // The bank credits a cent less than the company paid out.
  ['2026-10-13', payoutArrives('po_74', { ...PO_74, shownAmount: 499_99 })],
  ['2026-10-13', paidOut('jones')],
  ['2026-10-13', paidOut('kim 2')],
  ['2026-10-14', trustStep('jones', 'payment')],
  ['2026-10-14', trustStep('jones', 'deposit')],
  ['2026-10-14', trustStep('kim 2', 'payment')],
  ['2026-10-14', trustStep('kim 2', 'deposit')],
  // The bank moved a tenth of what was booked.
  ['2026-10-15', transferred('jones', 'transfer', { account: 'closings', shownAmount: 50_00 })],
  // The bank took it from the wrong IOLTA.
  ['2026-10-16', transferred('kim 2', 'transfer', { account: 'closings' })],
  // The import loses it.
  ['2026-10-20', bankFee('main', 15_00)],
  // Ninety days after the check, nobody has cashed it.
  ['2026-10-26', followed(1)],
  ['2026-10-27', followed(0)],
];

const LATER: readonly Event[] = [
  // The bank mends in the one IOLTA what it did to it in October.
  ['2026-11-10', shown('main', 450_00, 'CORRECTION irwin 2')],
  ['2026-11-10', shown('main', -700_00, 'CORRECTION kim 2')],
  // A hundred and eighty days: no bank need pay it any more.
  ['2027-01-23', followed(0)],
  ['2027-01-24', followed(1)],
  ['2027-01-25', replaceCheck('castro check', '2107')],
  ['2027-01-29', cashed('castro check', '2107', 'main')],
];

export const EVENTS: readonly Event[] = [...JULY, ...AUGUST, ...SEPTEMBER, ...OCTOBER, ...LATER];

/** What a dispute moves in the closings account, and its fee in operating. */
function fromClosings(amount: number, fee: number) {
  return [
    ['closings', amount],
    ['operating', -fee],
  ] as const;
}
