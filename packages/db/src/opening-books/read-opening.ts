// An opening schedule with what the books have already: what its signature would post (ADR 54).
import { and, asc, eq, sql } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import { openingAmount, openingTotals, type OpeningTotals } from '@makewhole/domain/opening-books';
import { TRUST_LEDGERS, TRUST_LEDGER_ACCOUNTS, type TrustLedger } from '@makewhole/domain/trust-transactions';
import type { Db } from '../connect.ts';
import { hashOfContent } from '../events/content-hash.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import { matters } from '../schema/matters.ts';
import {
  openingBalances,
  openingItems,
  type OpeningItem,
  type OpeningSchedule,
} from '../schema/opening-schedules.ts';

/** A ledger of the schedule: what it has, what of it the books have already, and what the opening posts. */
export type OpeningLedgerView = {
  readonly matterId: MatterId | null;
  readonly ledger: TrustLedger | null;
  readonly externalId: string | null;
  readonly matterNumber: string | null;
  readonly name: string | null;
  readonly balance: Money;
  /** In effect by that day already, such as receipts of online payments. */
  readonly booked: Money;
  /** The sum of its outstanding items: negative for checks. */
  readonly outstanding: Money;
  /** What the opening posts beside the outstanding items. */
  readonly toPost: Money;
};

export type OpeningView = {
  readonly schedule: OpeningSchedule;
  readonly ledgers: readonly OpeningLedgerView[];
  readonly items: readonly OpeningItem[];
  readonly totals: OpeningTotals;
  /** Matters that have money in the books on that day and are not on the schedule: it must say what they have. */
  readonly missing: readonly { readonly externalId: string; readonly booked: Money }[];
  /** Identifies what would be signed: another one is another schedule, or other books. */
  readonly hash: string;
};

/**
 * What a signature posts. Of a signed one it stays as it was: nothing takes effect before the cut-over any more, and what
 * the opening itself posted is not counted.
 */
export async function readOpening(tx: Db, schedule: OpeningSchedule): Promise<OpeningView> {
  const { firmId, id: scheduleId } = schedule;
  const balances = await tx
    .select({
      ...{ matterId: openingBalances.matterId, balance: openingBalances.balance },
      ...{ externalId: matters.externalId, matterNumber: matters.number, name: matters.name },
    })
    .from(openingBalances)
    .innerJoin(
      matters,
      and(eq(matters.firmId, openingBalances.firmId), eq(matters.id, openingBalances.matterId)),
    )
    .where(and(eq(openingBalances.firmId, firmId), eq(openingBalances.scheduleId, scheduleId)))
    .orderBy(asc(matters.number), asc(matters.id));
  const items = await tx
    .select()
    .from(openingItems)
    .where(and(eq(openingItems.firmId, firmId), eq(openingItems.scheduleId, scheduleId)))
    .orderBy(asc(openingItems.date), asc(openingItems.id));
  const booked = await findBooked(tx, schedule);
  const itemsOf = Map.groupBy(items, ({ matterId, ledger }) => matterId ?? ledger);
  const viewOf = (key: MatterId | TrustLedger, balance: Money) => {
    const own = { booked: booked.get(key)?.amount ?? money(0), items: itemsOf.get(key) ?? [] };
    const toPost = openingAmount(balance, own);
    return { balance, booked: own.booked, outstanding: money(balance - own.booked - toPost), toPost };
  };
  const ledgers = [
    ...balances.map(({ balance, ...matter }) => ({
      ...matter,
      ledger: null,
      ...viewOf(matter.matterId, balance),
    })),
    ...TRUST_LEDGERS.map((ledger) => ({
      ...{ matterId: null, ledger, externalId: null, matterNumber: null, name: null },
      ...viewOf(ledger, balanceOf(schedule, ledger)),
    })),
  ];
  const { statementBalance } = schedule;
  const totals = openingTotals({ statementBalance, items, balances: ledgers.map(({ balance }) => balance) });
  const named = new Set<string>(balances.map(({ matterId }) => matterId));
  const missing = [...booked].flatMap(([key, { amount, externalId }]) =>
    externalId === null || amount === 0 || named.has(key) ? [] : [{ externalId, booked: amount }],
  );
  const view = { schedule, ledgers, items, totals, missing };
  return { ...view, hash: hashOfContent(contentOf(view)) };
}

/** What is signed, whole. */
export function contentOf({
  schedule,
  ledgers,
  items,
  totals,
}: Pick<OpeningView, 'schedule' | 'ledgers' | 'items' | 'totals'>): Readonly<Record<string, unknown>> {
  const { id, bankAccountId, cutOverOn, statementBalance } = schedule;
  return {
    ...{ scheduleId: id, bankAccountId, cutOverOn, statementBalance, totals },
    ledgers: ledgers.map(({ name: _name, ...ledger }) => ledger),
    items: items.map(({ firmId: _firm, scheduleId: _schedule, ...item }) => item),
  };
}

function balanceOf({ firmFunds, interest, unidentified }: OpeningSchedule, ledger: TrustLedger): Money {
  return { firm: firmFunds, interest, unidentified }[ledger];
}

type Booked = { readonly amount: Money; readonly externalId: string | null };

/** What the books have in each ledger of the account at the end of that day, by the matter's ID or the ledger's name. */
async function findBooked(
  tx: Db,
  { firmId, bankAccountId, cutOverOn }: OpeningSchedule,
): Promise<ReadonlyMap<string, Booked>> {
  const rows = await tx.execute<{ key: string; externalId: string | null; amount: string }>(sql`
    SELECT coalesce(e.matter_id, e.account) AS key, m.external_id AS "externalId", -sum(e.amount) AS amount
    FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
    LEFT JOIN matters m ON m.firm_id = e.firm_id AND m.id = e.matter_id
    WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId}
      AND e.account IN ('client_trust_liability', 'firm_trust_liability', 'interest_trust_liability', 'unidentified_trust_liability')
      AND ${EFFECTIVE_DAY_OF} <= ${cutOverOn}::date AND p.step NOT IN ('opening_balance', 'opening_outstanding')
    GROUP BY 1, 2`);
  const nameOf = (key: string) => TRUST_LEDGERS.find((one) => TRUST_LEDGER_ACCOUNTS[one] === key) ?? key;
  return new Map(
    rows.map(({ key, externalId, amount }) => [nameOf(key), { externalId, amount: money(Number(amount)) }]),
  );
}
