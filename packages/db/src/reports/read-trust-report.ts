import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { ZERO, money, type Money } from '@makewhole/domain/money';
import {
  trustReport,
  type MatterInTrust,
  type StatementInTrust,
  type TrustReport,
} from '@makewhole/domain/trust-report';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY } from '../ledger/effective-day.ts';
import { listTrustLedgers, type TrustLedgerBalance } from '../trust/trust-ledgers.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankStatements } from '../schema/bank.ts';
import { firms } from '../schema/firms.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { clients, matters, trustBalances } from '../schema/matters.ts';

export type ReportedMatter = MatterInTrust & {
  readonly number: string | null;
  readonly name: string | null;
  readonly client: string | null;
};

/** The firm's ledger self-check at one instant. Leaves out matters that never had money in trust. */
export function readTrustReport(
  db: Db,
  firmId: FirmId,
): Promise<TrustReport<ReportedMatter, TrustLedgerBalance> & { readonly onItsWay: Money }> {
  return db.transaction(
    async (tx) => {
      const { bank, onItsWay } = await sumBank(tx, firmId);
      const owed = await listOwed(tx, firmId);
      const kept = await listBalances(tx, firmId);
      const owedOn = new Map(owed.map(({ matterId, amount }) => [matterId, money(-amount)]));
      const named = kept.flatMap(({ balance, held, ...matter }) => {
        const ledger = owedOn.get(matter.matterId);
        if (ledger === undefined && balance === null) return [];
        return [{ ...matter, ledger: ledger ?? ZERO, balance: balance ?? ZERO, held: held ?? ZERO }];
      });
      const ledger = owedOn.get(null);
      const all = ledger === undefined ? named : [...named, { ...NO_MATTER, ledger }];
      const others = await listTrustLedgers(tx, firmId);
      return { ...trustReport(bank, all, await newestStatement(tx, firmId), others), onItsWay };
    },
    // A trust step that is booked in the meantime is in all of it or in none.
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

const NO_MATTER = { matterId: null, number: null, name: null, client: null, balance: ZERO, held: ZERO };

const TOTAL = sql<number>`coalesce(sum(${ledgerEntries.amount}), 0)::bigint`.mapWith(Number);

/** What lies in the trust accounts, and what companies that net have yet to pay out to them. */
async function sumBank(tx: Db, firmId: FirmId) {
  const [row] = await tx
    .select({
      total: TOTAL,
      onItsWay: sql<number>`coalesce(sum(${ledgerEntries.amount})
        FILTER (WHERE ${ledgerEntries.account} = 'processor_balance'), 0)::bigint`.mapWith(Number),
    })
    .from(ledgerEntries)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, ledgerEntries.firmId), eq(bankAccounts.id, ledgerEntries.bankAccountId)),
    )
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        inArray(ledgerEntries.account, ['trust_bank', 'processor_balance']),
        eq(bankAccounts.kind, 'trust'),
      ),
    );
  return { bank: money(row?.total ?? 0), onItsWay: money(row?.onItsWay ?? 0) };
}

function listOwed(tx: Db, firmId: FirmId) {
  return tx
    .select({ matterId: ledgerEntries.matterId, amount: TOTAL })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.firmId, firmId), eq(ledgerEntries.account, 'client_trust_liability')))
    .groupBy(ledgerEntries.matterId);
}

/** Every matter of the firm by number, with its trust balance if it has one. */
function listBalances(tx: Db, firmId: FirmId) {
  return tx
    .select({
      matterId: matters.id,
      number: matters.number,
      name: matters.name,
      client: clients.name,
      balance: trustBalances.balance,
      held: trustBalances.held,
    })
    .from(matters)
    .innerJoin(clients, eq(clients.id, matters.clientId))
    .leftJoin(
      trustBalances,
      and(eq(trustBalances.firmId, matters.firmId), eq(trustBalances.matterId, matters.id)),
    )
    .where(eq(matters.firmId, firmId))
    .orderBy(matters.number, matters.id);
}

/** The bank's newest balance of the trust account, and the ledger's up to that day, by effective day. */
async function newestStatement(tx: Db, firmId: FirmId): Promise<StatementInTrust | null> {
  const { closingBalance, closingDate } = bankStatements;
  const [newest] = await tx
    .select({ balance: closingBalance, date: closingDate })
    .from(bankStatements)
    .where(
      and(eq(bankStatements.firmId, firmId), eq(bankStatements.account, 'trust'), isNotNull(closingBalance)),
    )
    .orderBy(desc(closingDate), desc(bankStatements.id))
    .limit(1);
  if (newest?.balance == null || newest.date === null) return null;
  const { balance, date } = newest;
  const [row] = await tx
    .select({ total: TOTAL })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .innerJoin(firms, eq(firms.id, postings.firmId))
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.account, 'trust_bank'),
        sql`${EFFECTIVE_DAY} <= ${date}::date`,
      ),
    );
  return { balance, date, ledger: money(row?.total ?? 0) };
}
