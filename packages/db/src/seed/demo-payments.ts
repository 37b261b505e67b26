// The payments that the demo firm received in two months, oldest first.
import { money, type Money } from '@makewhole/domain/money';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import type { BankAccount, PaymentMethod } from '@makewhole/domain/payments';
import type { MatterKey } from './demo-matters.ts';

export type PlannedItem = {
  readonly description: string;
  readonly account: BankAccount;
  readonly invoiceNumber: string | null;
  readonly amount: Money;
};

/**
 * captured: settles by itself after its bank days. just_captured: minutes ago. just_settled: on the last bank day. The
 * other states are the processor's.
 */
export type PlannedState =
  'captured' | 'just_captured' | 'just_settled' | 'disputed' | 'returned' | 'authorized' | 'voided';

export type PlannedPayment = {
  readonly transactionId: string;
  /** Eastern calendar days before now; before its settlement for just_settled; 0 for just_captured. */
  readonly daysAgo: number;
  readonly matter: MatterKey;
  readonly method: PaymentMethod;
  readonly state: PlannedState;
  readonly items: readonly PlannedItem[];
};

/** The payments that demos and tests start from, one of each kind. */
export const SHOWN_TRANSACTIONS = {
  cardOperating: asId<TransactionId>('txn_zgpEIS6enVN5X4ND'),
  achOperating: asId<TransactionId>('txn_Upb5CUKR87xPkumI'),
  cardTrust: asId<TransactionId>('txn_aH6mMAPIba9IOQD1'),
  split: asId<TransactionId>('txn_630CUrCRAUaFnYVK'),
  disputed: asId<TransactionId>('txn_YlcdgDs25sPddTey'),
  freshAch: asId<TransactionId>('txn_9lsRS5dUnJjkXRqy'),
  authorization: asId<TransactionId>('txn_VVvpWbj8hkogOdad'),
};

type UnpaidInvoice = {
  readonly number: string;
  readonly matter: MatterKey;
  readonly total: Money;
  readonly issuedDaysAgo: number;
};

/** Invoices without payments; every other invoice totals what was paid on it. */
export const UNPAID_INVOICES: readonly UnpaidInvoice[] = [
  { number: '10422', matter: 'whitakerInjury', total: money(2_310_00), issuedDaysAgo: 43 },
  { number: '10437', matter: 'nygaardEstate', total: money(3_450_00), issuedDaysAgo: 23 },
  { number: '10446', matter: 'lindgrenTate', total: money(640_00), issuedDaysAgo: 12 },
  { number: '10447', matter: 'castilloDeposit', total: money(975_00), issuedDaysAgo: 5 },
];

export const PAYMENTS: readonly PlannedPayment[] = [
  card('txn_WK59PFkl0JfI2yyV', 60, 'kellerDivorce', fees('10398', 1_425_00)),
  ach(
    'txn_lbPegBPrUhRZdsvD',
    59,
    'brightwaterSimmons',
    fees('10399', 865_00, 'Summary ejectment, flat fee'),
    costs('10399', 96_00, 'Court filing fee'),
  ),
  card('txn_Quc8dWrdE03WKpm1', 57, 'donnellyDwi', trust(3_500_00)),
  ach('txn_5UELhUOuZAzHx4LP', 56, 'cedarHillLease', fees('10400', 2_240_00)),
  ach(
    'txn_4AzUdIG1OHqttidv',
    55,
    'nygaardEstate',
    fees('10403', 1_875_00, 'Inventory and accounting, flat fee'),
  ),
  card(
    'txn_RzFRYToraZB3DO7G',
    54,
    'ortegaPurchase',
    fees('10402', 950_00, 'Residential closing'),
    trust(1_250_00, 'Title insurance and recording fees'),
  ),
  card('txn_WIQtUlmOS6ECJSRO', 53, 'nguyenAdoption', fees('10404', 780_00)),
  card(
    'txn_5k0A8Uci0qRhSBHp',
    52,
    'castilloDeposit',
    fees('10405', 350_00, 'Consultation and demand letter'),
  ),
  ach('txn_vkTSOsq63Hvzl8IB', 50, 'lindgrenTate', fees('10406', 1_120_00)),
  card('txn_tPnRNbzoc51Feogd', 49, 'onealSupport', trust(2_000_00)),
  card(
    'txn_vbzDp8mFmQp5zvqY',
    48,
    'abramsGuardianship',
    fees('10407', 1_600_00),
    trust(900_00, 'Guardian ad litem deposit'),
  ),
  card('txn_Mtrb1uvZwnZuDMjJ', 47, 'kellerCustody', trust(2_500_00)),
  ach('txn_xyZLLKcgTAOGSf9u', 46, 'kellerDivorce', fees('10408', 1_980_50)),
  card('txn_ih4vmuGMGKAuWfpT', 45, 'brightwaterLeases', fees('10409', 540_00, 'Lease review, 12 units')),
  ach('txn_bmRsHdRXfr8nBNXY', 44, 'freemanSale', trust(5_000_00, 'Earnest money held for closing')),
  card(
    'txn_K7Gh5Qhy50B7P6nL',
    43,
    'patelTrust',
    fees('10410', 1_850_00, 'Wills and revocable trust, flat fee'),
  ),
  card('txn_sbWsXAJKil8Krk3Q', 42, 'donnellyDwi', fees('10411', 2_250_00)),
  card('txn_CI33jOqw5LoVFqxt', 41, 'cedarHillLease', onAccount(420_00)),
  ach(
    'txn_puPzNP3MzTtpcqpy',
    40,
    'ortegaPurchase',
    fees('10412', 1_300_00),
    trust(2_700_00, 'Closing costs held for settlement'),
  ),
  card('txn_Z9NfUl36ohkjXRS4', 39, 'nguyenAdoption', trust(850_00, 'Court costs deposit')),
  ach('txn_ASfzgUOVm0HnCO3V', 38, 'brightwaterSimmons', fees('10413', 865_00, 'Summary ejectment, flat fee')),
  card('txn_3xkhTOa1bFFHiCv1', 37, 'castilloDeposit', fees('10414', 420_00)),
  card('txn_JtcdMoCkcXSUyQBi', 36, 'whitakerInjury', trust(2_400_00, 'Litigation cost deposit')),
  card(
    'txn_AXqozAZdyhWYNfZw',
    35,
    'lindgrenTate',
    fees('10415', 480_00),
    trust(300_00, 'Filing and service fees'),
  ),
  ach('txn_RJhyj5PzSJxkKIv6', 34, 'nygaardEstate', fees('10416', 2_100_00)),
  card('txn_IK652wFQsVFOs3Cf', 33, 'cedarHillLease', fees('10417', 1_275_00)),
  { ...card('txn_YlcdgDs25sPddTey', 32, 'kellerDivorce', fees('10418', 890_00)), state: 'disputed' },
  ach('txn_LygderbTZBW4nZrK', 31, 'onealSupport', fees('10419', 1_450_00)),
  ach(
    'txn_6sYQsuNEt1iXR1u8',
    30,
    'abramsGuardianship',
    fees('10420', 1_320_00),
    costs('10420', 48_75, 'Certified copies'),
  ),
  card(
    'txn_g1ypKM9Oe1MQh4Nm',
    29,
    'freemanSale',
    fees('10421', 875_00, 'Residential closing'),
    trust(1_640_00, 'Payoff shortfall held for closing'),
  ),
  { ...ach('txn_WI1YxNOkWft1K6iG', 28, 'castilloDeposit', fees('10423', 310_00)), state: 'returned' },
  ach('txn_3tTwZk7bcctMFyW8', 27, 'kellerDivorce', trust(3_000_00)),
  ach('txn_DgKacn26cDBbyY7p', 26, 'cedarHillLease', fees('10424', 2_640_00)),
  card('txn_iEcz80x5uWHqm1xH', 25, 'patelTrust', onAccount(250_00)),
  ach('txn_gKk7gwxIbZkJpRL4', 24, 'lindgrenTate', fees('10425', 1_075_25)),
  ach('txn_sQy17NtPd88am4fV', 23, 'brightwaterLeases', fees('10426', 720_00)),
  ach('txn_Upb5CUKR87xPkumI', 22, 'kellerDivorce', fees('10427', 1_210_00)),
  card('txn_k3zLp1f4WDeKsom9', 21, 'donnellyDwi', fees('10428', 1_100_00)),
  {
    ...card('txn_z3vGc87qFroWy76l', 20, 'castilloDeposit', onAccount(250_00, 'Consultation fee, reserved')),
    state: 'voided',
  },
  card('txn_MXouvBW8J5Vcd4if', 19, 'nguyenAdoption', fees('10429', 640_00)),
  card(
    'txn_av4QrlBbciwU1NSl',
    18,
    'abramsGuardianship',
    fees('10430', 960_00),
    trust(540_00, 'Medical evaluation deposit'),
  ),
  card('txn_25nPKplloAYIgscK', 17, 'onealSupport', trust(1_250_00)),
  card('txn_zgpEIS6enVN5X4ND', 16, 'freemanSale', fees('10431', 425_00, 'Title review')),
  card(
    'txn_ce7WBvizuOAr7y11',
    15,
    'brightwaterSimmons',
    fees('10432', 230_00),
    costs('10432', 30_00, 'Sheriff service fee'),
  ),
  card('txn_aH6mMAPIba9IOQD1', 14, 'whitakerInjury', trust(1_800_00, 'Expert witness deposit')),
  card(
    'txn_630CUrCRAUaFnYVK',
    13,
    'ortegaPurchase',
    fees('10433', 600_00),
    trust(1_150_00, 'Homeowners association dues at closing'),
  ),
  card('txn_wQzpLUCadT2rIhEh', 12, 'patelTrust', fees('10434', 500_00, 'Deed preparation')),
  card('txn_vLlb5O7nbncTIsHV', 11, 'kellerDivorce', fees('10435', 745_00), trust(1_500_00)),
  card('txn_cQXPQjWJQh3qb38J', 10, 'nygaardEstate', trust(1_100_00, 'Estate administration costs')),
  card('txn_zfqfB8mEfQSe8tfS', 9, 'donnellyDwi', fees('10436', 675_00)),
  card('txn_gAvA2sGTSYqDfrCs', 8, 'lindgrenTate', fees('10438', 390_00)),
  card('txn_6SiQdPwVhC6Zz8oX', 7, 'castilloDeposit', fees('10439', 285_00)),
  ach('txn_kS0ap5sBQwqgTVt4', 6, 'cedarHillLease', fees('10440', 1_530_00)),
  ach('txn_Qx5WYIvHsecEg6Nx', 5, 'brightwaterLeases', fees('10441', 415_00)),
  {
    ...card('txn_SNLcr17jdfBQ3pTc', 4, 'abramsGuardianship', onAccount(1_200_00, 'Evaluation fee, reserved')),
    state: 'authorized',
  },
  card('txn_KjTw0T9dlc4uB7En', 3, 'nguyenAdoption', fees('10442', 310_00)),
  {
    ...card('txn_Cl5hM1Yr0NHLjxko', 2, 'freemanSale', onAccount(2_500_00, 'Closing fee, reserved')),
    state: 'authorized',
  },
  {
    ...card('txn_VVvpWbj8hkogOdad', 1, 'onealSupport', onAccount(400_00, 'Mediation fee, reserved')),
    state: 'authorized',
  },
  { ...ach('txn_9lsRS5dUnJjkXRqy', 5, 'onealSupport', fees('10443', 1_180_00)), state: 'just_settled' },
  { ...ach('txn_Eo8Vet1jlGSZRGyf', 0, 'kellerDivorce', fees('10444', 955_00)), state: 'just_captured' },
  {
    ...card('txn_TzIHy6rZQ4DQdnmr', 0, 'patelTrust', fees('10445', 275_00, 'Notary and recording')),
    state: 'just_captured',
  },
];

function card(
  transactionId: string,
  daysAgo: number,
  matter: MatterKey,
  ...items: PlannedItem[]
): PlannedPayment {
  return { transactionId, daysAgo, matter, method: 'card', state: 'captured', items };
}

function ach(
  transactionId: string,
  daysAgo: number,
  matter: MatterKey,
  ...items: PlannedItem[]
): PlannedPayment {
  return { transactionId, daysAgo, matter, method: 'ach', state: 'captured', items };
}

function fees(invoiceNumber: string, cents: number, description = 'Legal fees'): PlannedItem {
  return { description, account: 'operating', invoiceNumber, amount: money(cents) };
}

/** Expenses that the firm paid for the client, billed with its fees. */
function costs(invoiceNumber: string, cents: number, description: string): PlannedItem {
  return { description, account: 'operating', invoiceNumber, amount: money(cents) };
}

function onAccount(cents: number, description = 'Payment on account'): PlannedItem {
  return { description, account: 'operating', invoiceNumber: null, amount: money(cents) };
}

function trust(cents: number, description = 'Advance fee deposit'): PlannedItem {
  return { description, account: 'trust', invoiceNumber: null, amount: money(cents) };
}
