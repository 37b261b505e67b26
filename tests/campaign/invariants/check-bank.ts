// Whether the books have of the money what the bank has that the campaign plays (I10).
import { and, eq, inArray, isNull, or, type SQL } from 'drizzle-orm';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { bankAccounts } from '@makewhole/db/schema/bank-accounts';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { obligations } from '@makewhole/db/schema/obligations';
import { payments } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Schemas } from '../../integration/api/call.ts';
import { sumWithoutPayment } from '../../support/small-firm.ts';
import { inLanes } from '../in-lanes.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import type { Violation } from './invariant.ts';
import { playBank, type BankWorld, type PlayedPayment } from './play-bank.ts';

/** A whole firm has hundreds of payments. */
const AT_ONCE = 10;

type World = BankWorld & Pick<CampaignWorld, 'isLeftDiffering'>;
type BookedLine = Awaited<ReturnType<typeof findBooked>>[number];

const LEGS = ['operating', 'trust'] as const;
type Leg = (typeof LEGS)[number];

/** The payment's receipt is in the books, and they have of it and its refunds what the bank has (B15, R5). */
export async function checkBank(world: World, transactionId: TransactionId): Promise<Violation[]> {
  const [payment] = await listPayments(world, eq(payments.transactionId, transactionId));
  // No money came with that ID.
  if (payment === undefined) return [];
  const booked = await findBooked(world, payment);
  const { received, bank, owed } = await playBank(world, payment);
  const found = LEGS.flatMap((leg) => receiptFaults(booked, leg, received[leg]));
  // What was refunded past us is in no book, and the reconciliation has told of it.
  const compared = world.isLeftDiffering(transactionId) ? [] : LEGS;
  for (const leg of compared) {
    const there = sumOf(booked.filter((line) => isOf(line, leg)));
    if (there === bank[leg] + owed[leg]) continue;
    found.push(
      `the books have ${there} in ${leg}, the bank has ${bank[leg]}, and ${owed[leg]} is owed by name`,
    );
  }
  return found.map((what) => ({ invariant: 'I10', what: `${transactionId}: ${what}` }));
}

/** One posting for each invoice that took of it, and one for the rest, which together are what arrived. */
function receiptFaults(booked: readonly BookedLine[], leg: Leg, received: number): string[] {
  const receipts = booked.filter((line) => line.step === 'receipt' && line.leg === leg && isOf(line, leg));
  const keys = receipts.map(({ step, allocationId }) => `${step} ${allocationId ?? 'of the rest'}`);
  const total = sumOf(receipts);
  return [
    ...(total === received ? [] : [`${received} came into ${leg}, and its receipt says ${total}`]),
    ...(new Set(keys).size === keys.length ? [] : [`it has a receipt of ${leg} twice: ${keys.join()}`]),
  ];
}

/** Each matter's trust balance is what the ledger owes on it, and all of them what the ledger has in the bank (B4, R5). */
export async function checkTrust({ db }: Pick<World, 'db'>, firmId: FirmId): Promise<Violation[]> {
  const { isBalanced, bank, book, matters, otherLedgers } = await readTrustReport(db, firmId);
  const all = [
    ...matters.map(({ matterId, ledger }) => ({ subject: matterId, ledger })),
    ...otherLedgers.map(({ bankAccountId, amount }) => ({ subject: bankAccountId, ledger: amount })),
  ];
  const short = all.filter(({ ledger }) => ledger < 0);
  const unheard = short.length === 0 ? [] : await shortagesUnheard(db, firmId, short);
  if (isBalanced) return unheard;
  const differing = matters.filter(({ difference }) => difference !== 0);
  const said = differing.map(({ number, ledger, balance }) => `${number} owes ${ledger} and has ${balance}`);
  return [
    ...unheard,
    {
      invariant: 'I10',
      what: `Trust: bank ${bank}, book ${book}; ${said.join('; ') || 'all matters agree'}`,
    },
  ];
}

/** No ledger in trust is negative without an open task to replenish exactly that (B4). */
async function shortagesUnheard(
  db: World['db'],
  firmId: FirmId,
  short: readonly { readonly subject: string | null; readonly ledger: number }[],
): Promise<Violation[]> {
  const open = await db
    .select({ subject: obligations.subject, amount: obligations.amount })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.kind, 'trust_replenish'),
        eq(obligations.status, 'open'),
      ),
    );
  return short
    .filter(
      ({ subject, ledger }) => !open.some((task) => task.subject === subject && task.amount === -ledger),
    )
    .map(({ subject, ledger }) => ({
      invariant: 'I10' as const,
      what: `The ledger of ${subject ?? 'no known matter'} is at ${ledger} in trust, and nobody is asked to replenish it`,
    }));
}

/** The firm's trust report has in the bank what came in and went out, and nothing that no payment or person moved. */
export async function checkTrustAccount(
  world: BankWorld & Pick<CampaignWorld, 'ask' | 'firm'>,
): Promise<Violation[]> {
  const { body } = await world.ask<Schemas['TrustReport']>('GET /v1/reports/trust');
  const all = await listPayments(world, eq(payments.firmId, world.firm.firmId));
  const played = await inLanes(all, AT_ONCE, (payment) => patiently(() => playBank(world, payment)));
  const moved = played.flatMap(({ bank, owed }) => [bank.trust, owed.trust]);
  const expected = moved.reduce((sum, amount) => sum + amount, await sumWithoutPayment(world.db, world.firm));
  if (body.bank === expected && body.isBalanced) return [];
  const what = `The trust report has ${body.bank} in the bank, ${body.book} in the book and ${body.clients} of clients; by what moved it is ${expected}`;
  return [{ invariant: 'I10', what }];
}

function listPayments({ db }: Pick<World, 'db'>, which: SQL): Promise<PlayedPayment[]> {
  const { firmId, transactionId, connectionId } = payments;
  return db
    .select({ firmId, transactionId, connectionId })
    .from(payments)
    .where(and(eq(payments.type, 'sale'), which));
}

function findBooked({ db }: Pick<World, 'db'>, { firmId, transactionId }: PlayedPayment) {
  const { refundId, step, leg, allocationId } = postings;
  const ofPayment = db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.transactionId, transactionId)));
  return db
    .select({
      refundId,
      step,
      leg,
      allocationId,
      account: ledgerEntries.account,
      amount: ledgerEntries.amount,
      paidOutTo: bankAccounts.kind,
    })
    .from(postings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .leftJoin(bankAccounts, eq(bankAccounts.id, ledgerEntries.bankAccountId))
    .where(
      and(
        eq(postings.firmId, firmId),
        or(and(isNull(refundId), eq(postings.transactionId, transactionId)), inArray(refundId, ofPayment)),
      ),
    );
}

/** What a company that nets has of it is the account's too: the payout only moves it (ADR 37). */
function isOf({ account, paidOutTo }: BookedLine, leg: Leg): boolean {
  return account === `${leg}_bank` || (account === 'processor_balance' && paidOutTo === leg);
}

function sumOf(lines: readonly BookedLine[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}
