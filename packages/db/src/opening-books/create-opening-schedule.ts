// Keeps an opening schedule that reconciles, until a lawyer signs it (ADR 54). It posts nothing.
import { and, eq, inArray, ne } from 'drizzle-orm';
import { dateIn, type BankDate } from '@makewhole/domain/bank-calendar';
import type {
  BankAccountId,
  FirmId,
  MatterId,
  OpeningItemId,
  OpeningScheduleId,
} from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import { openingTotals, type OpeningItemKind, type OpeningTotals } from '@makewhole/domain/opening-books';
import type { TrustLedger } from '@makewhole/domain/trust-transactions';
import { statementStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { findFirm } from '../firms/find-firm.ts';
import { newId } from '../new-id.ts';
import { bankStatements } from '../schema/bank.ts';
import { matters } from '../schema/matters.ts';
import { openingBalances, openingItems, openingSchedules } from '../schema/opening-schedules.ts';
import { lockTrustAccount } from '../trust/trust-ledgers.ts';
import { findLockedUntil } from '../ledger/account-opening.ts';
import { openOpeningTask } from './opening-task.ts';
import { readOpening, type OpeningView } from './read-opening.ts';

/** Whose money an outstanding item is. */
type Whose =
  | { readonly matterExternalId: string; readonly ledger: null }
  | { readonly matterExternalId: null; readonly ledger: TrustLedger };

export type WantedItem = Whose & {
  readonly kind: OpeningItemKind;
  readonly date: BankDate;
  /** Minor units, more than 0. */
  readonly amount: Money;
  readonly counterparty: string;
  readonly number: string | null;
};

export type WantedOpening = {
  readonly bankAccountId: BankAccountId;
  readonly cutOverOn: BankDate;
  readonly statementBalance: Money;
  readonly firmFunds: Money;
  readonly interest: Money;
  readonly unidentified: Money;
  /** Of each matter once, as its ledger has it. Negative is a shortage. */
  readonly balances: readonly { readonly matterExternalId: string; readonly balance: Money }[];
  readonly items: readonly WantedItem[];
};

export type OpeningCreated =
  | { readonly kind: 'created'; readonly opening: OpeningView }
  | { readonly kind: 'bank_account_not_found' | 'not_iolta' | 'not_over' | 'item_after' }
  | { readonly kind: 'matters_not_found'; readonly externalIds: readonly string[] }
  | { readonly kind: 'not_reconciled'; readonly totals: OpeningTotals }
  /** The imported statement of that day ends with another balance. */
  | { readonly kind: 'statement_differs'; readonly closing: Money }
  /** A month end is signed up to that day. */
  | { readonly kind: 'locked'; readonly until: BankDate }
  | { readonly kind: 'standing'; readonly id: OpeningScheduleId; readonly status: 'open' | 'signed' };

export function createOpeningSchedule(db: Db, by: ChangedBy, wanted: WantedOpening): Promise<OpeningCreated> {
  return db.transaction(async (tx): Promise<OpeningCreated> => {
    const { firmId } = by;
    const account = await lockTrustAccount(tx, { firmId, bankAccountId: wanted.bankAccountId });
    if (account?.kind !== 'trust' || account.status !== 'open') return { kind: 'bank_account_not_found' };
    if (wanted.interest !== 0 && !account.isIolta) return { kind: 'not_iolta' };
    const refused = (await refuseDay(tx, by, wanted)) ?? (await refuseStanding(tx, firmId, wanted));
    if (refused !== null) return refused;
    const externalIds = [...wanted.balances, ...wanted.items].flatMap(({ matterExternalId }) =>
      matterExternalId === null ? [] : [matterExternalId],
    );
    const matterIds = await findMatterIds(tx, firmId, externalIds);
    const unknown = [...new Set(externalIds)].filter((one) => !matterIds.has(one));
    if (unknown.length > 0) return { kind: 'matters_not_found', externalIds: unknown };
    const { statementBalance, items, firmFunds, interest, unidentified } = wanted;
    const balances = [...wanted.balances.map(({ balance }) => balance), firmFunds, interest, unidentified];
    const totals = openingTotals({ statementBalance, items, balances });
    if (totals.difference !== 0) return { kind: 'not_reconciled', totals };
    const opening = await insert(tx, by, wanted, matterIds);
    await openOpeningTask(tx, opening.schedule, { account: account.title, at: by.at });
    return { kind: 'created', opening };
  });
}

async function refuseDay(
  tx: Db,
  { firmId, at }: ChangedBy,
  { bankAccountId, cutOverOn, statementBalance, items }: WantedOpening,
): Promise<OpeningCreated | null> {
  const { timeZone } = await findFirm(tx, { firmId });
  if (cutOverOn >= dateIn(at.toISOString(), timeZone)) return { kind: 'not_over' };
  if (items.some(({ date }) => date > cutOverOn)) return { kind: 'item_after' };
  const until = await findLockedUntil(tx, { firmId, bankAccountId });
  if (until !== null && until >= cutOverOn) return { kind: 'locked', until };
  const statements = await tx
    .select({ closing: bankStatements.closingBalance })
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.bankAccountId, bankAccountId),
        eq(bankStatements.closingDate, cutOverOn),
        statementStands(bankStatements.id),
      ),
    )
    .limit(1);
  const closing = statements[0]?.closing ?? null;
  return closing === null || closing === statementBalance ? null : { kind: 'statement_differs', closing };
}

async function refuseStanding(
  tx: Db,
  firmId: FirmId,
  { bankAccountId }: WantedOpening,
): Promise<OpeningCreated | null> {
  const [standing] = await tx
    .select({ id: openingSchedules.id, status: openingSchedules.status })
    .from(openingSchedules)
    .where(
      and(
        eq(openingSchedules.firmId, firmId),
        eq(openingSchedules.bankAccountId, bankAccountId),
        ne(openingSchedules.status, 'withdrawn'),
      ),
    );
  if (standing === undefined || standing.status === 'withdrawn') return null;
  return { kind: 'standing', id: standing.id, status: standing.status };
}

async function findMatterIds(
  tx: Db,
  firmId: FirmId,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, MatterId>> {
  if (externalIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: matters.id, externalId: matters.externalId })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), inArray(matters.externalId, [...new Set(externalIds)])));
  return new Map(rows.map(({ id, externalId }) => [externalId, id]));
}

async function insert(
  tx: Db,
  by: ChangedBy,
  { balances, items, ...facts }: WantedOpening,
  matterIds: ReadonlyMap<string, MatterId>,
): Promise<OpeningView> {
  const { firmId, principalId: createdBy, at: createdAt } = by;
  const scheduleId = newId<OpeningScheduleId>('os');
  const idOf = (externalId: string) => {
    const id = matterIds.get(externalId);
    if (id === undefined) throw new Error(`The matter ${externalId} was found and is not there`);
    return id;
  };
  const [schedule] = await tx
    .insert(openingSchedules)
    .values({ ...facts, id: scheduleId, firmId, createdBy, createdAt })
    .returning();
  if (schedule === undefined) throw new Error('An opening schedule was inserted and is not there');
  if (balances.length > 0) {
    await tx.insert(openingBalances).values(
      balances.map(({ matterExternalId, balance }) => ({
        ...{ firmId, scheduleId, matterId: idOf(matterExternalId), balance },
      })),
    );
  }
  if (items.length > 0) {
    await tx.insert(openingItems).values(
      items.map(({ matterExternalId, ...item }) => ({
        ...{ ...item, id: newId<OpeningItemId>('oi'), firmId, scheduleId },
        matterId: matterExternalId === null ? null : idOf(matterExternalId),
      })),
    );
  }
  const opening = await readOpening(tx, schedule);
  const { bankAccountId, cutOverOn, statementBalance } = facts;
  await appendFirmEvent(tx, by, {
    type: 'opening_schedule.created',
    data: { scheduleId, bankAccountId, cutOverOn, statementBalance, ledgers: opening.totals.ledgers },
  });
  return opening;
}
