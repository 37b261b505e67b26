// The tasks about imported trust balances that our client ledgers do not agree with (ADR 53): one at most for a matter and
// account, which follows the comparison and completes itself. A file of 500 balances must not send 500 emails, so one task
// speaks for all of its kind in an account, and when it is completed, the next one does from the next bank day on.
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { BALANCE_TASKS } from '@makewhole/domain/balance-tasks';
import { bankMorningAfter, dateIn } from '@makewhole/domain/bank-calendar';
import type { ObligationId } from '@makewhole/domain/ids';
import { compareBalances, type BalanceComparison } from '@makewhole/domain/imported-trust-balances';
import { money, type Money } from '@makewhole/domain/money';
import { dueAt } from '@makewhole/domain/obligation-dates';
import {
  trustBalanceBelowHeldSummary,
  trustBalanceDiffersSummary,
} from '@makewhole/domain/obligation-summaries';
import { ownerOf, type ObligationKind } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { importedTrustBalances } from '../schema/imported-trust-balances.ts';
import { matters } from '../schema/matters.ts';
import { obligations } from '../schema/obligations.ts';
import type { TrustAccountMoney } from './free-trust.ts';
import { findImportedBalance, type ImportedBalance } from './imported-balance.ts';
import { lockTrustMoney } from './matter-totals.ts';

type BalanceTask = (typeof BALANCE_TASKS)[keyof typeof BALANCE_TASKS];
const KINDS: readonly BalanceTask[] = Object.values(BALANCE_TASKS);

type Wanted = { readonly kind: BalanceTask; readonly summary: string; readonly amount: Money };

/**
 * Compares a matter's imported balance with our ledger, and brings its task in line. Called in the transaction that changed
 * either of them, which locked the matter's money first. @returns null if none was imported
 */
export async function followImportedBalance(
  tx: Db,
  of: TrustAccountMoney,
  at: Date,
): Promise<BalanceComparison | null> {
  const balance = await findImportedBalance(tx, of);
  if (balance === null) return null;
  const comparison = compareBalances(balance);
  await followTask(tx, of, await wantedTask(tx, of, balance, comparison), at);
  const { firmId, matterId, bankAccountId } = of;
  await tx
    .update(importedTrustBalances)
    .set({ changedAt: null })
    .where(
      and(
        eq(importedTrustBalances.firmId, firmId),
        eq(importedTrustBalances.matterId, matterId),
        eq(importedTrustBalances.bankAccountId, bankAccountId),
        isNotNull(importedTrustBalances.changedAt),
      ),
    );
  return comparison;
}

/** Compares the balances again whose ledger or holds have changed since. @returns how many it looked at */
export async function compareChangedBalances(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const { firmId, matterId, bankAccountId, changedAt } = importedTrustBalances;
  const changed = await db
    .select({ firmId, matterId, bankAccountId })
    .from(importedTrustBalances)
    .where(isNotNull(changedAt))
    .orderBy(asc(changedAt))
    .limit(limit);
  for (const of of changed) {
    await db.transaction(async (tx) => {
      await lockTrustMoney(tx, of);
      await followImportedBalance(tx, of, now);
    });
  }
  return changed.length;
}

async function wantedTask(
  tx: Db,
  { firmId, matterId }: TrustAccountMoney,
  balance: ImportedBalance,
  comparison: BalanceComparison,
): Promise<Wanted | null> {
  if (comparison.kind === 'agrees') return null;
  const [matter] = await tx
    .select({
      number: matters.number,
      timeZone: sql<string>`(SELECT f.time_zone FROM firms f WHERE f.id = ${firmId})`,
    })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.id, matterId)));
  if (matter === undefined) throw new Error(`Firm ${firmId} has no matter ${matterId}`);
  const { imported, ledgerThen, ledgerNow, held, bankAccount: account } = balance;
  const asOf = dateIn(balance.asOf.toISOString(), matter.timeZone);
  const named = { matterNumber: matter.number, account, imported, asOf };
  const kind = BALANCE_TASKS[comparison.kind];
  if (comparison.kind === 'differs') {
    const amount = money(Math.abs(comparison.difference));
    return { kind, amount, summary: trustBalanceDiffersSummary(named, ledgerThen) };
  }
  const left = money(ledgerNow + comparison.difference);
  return { kind, amount: comparison.shortBy, summary: trustBalanceBelowHeldSummary(named, { left, held }) };
}

async function followTask(tx: Db, of: TrustAccountMoney, wanted: Wanted | null, at: Date): Promise<void> {
  const [open] = await tx
    .select()
    .from(obligations)
    .where(and(isOfAccount(of, KINDS), eq(obligations.subject, of.matterId)))
    .for('update');
  if (open !== undefined && open.kind === wanted?.kind) {
    const { summary, amount } = wanted;
    if (open.summary === summary && open.amount === amount) return;
    await tx.update(obligations).set({ summary, amount }).where(eq(obligations.id, open.id));
    return;
  }
  if (open !== undefined) {
    // It agrees: done. It is about something worse, or less bad, now: no longer owed.
    const status = wanted === null ? 'done' : 'void';
    await tx
      .update(obligations)
      .set({ status, settledAt: at, settledBy: ENGINE, nextMessageAt: null })
      .where(eq(obligations.id, open.id));
    if (open.nextMessageAt !== null) await letNextSpeak(tx, of, open.kind, at);
  }
  if (wanted !== null) await openTask(tx, of, wanted, at);
}

async function openTask(
  tx: Db,
  of: TrustAccountMoney,
  { kind, summary, amount }: Wanted,
  at: Date,
): Promise<void> {
  const { firmId, bankAccountId, matterId: subject } = of;
  const isSpokenFor = await findSpeaker(tx, of, kind);
  await tx.insert(obligations).values({
    id: newId<ObligationId>('obl'),
    ...{ firmId, bankAccountId, kind, subject, summary, amount, openedAt: at },
    owner: ownerOf({ kind, subject }),
    dueAt: new Date(dueAt(at.toISOString(), kind)),
    nextMessageAt: isSpokenFor ? null : firstMessageAt(at, kind),
  });
}

async function findSpeaker(tx: Db, of: TrustAccountMoney, kind: BalanceTask): Promise<boolean> {
  const [speaker] = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(and(isOfAccount(of, [kind]), isNotNull(obligations.nextMessageAt)))
    .limit(1);
  return speaker !== undefined;
}

/** The oldest of those that said nothing yet. */
async function letNextSpeak(tx: Db, of: TrustAccountMoney, kind: ObligationKind, at: Date): Promise<void> {
  // Another matter's task: whoever is changing it is not waited for, and the next one speaks instead.
  const [next] = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(and(isOfAccount(of, [kind]), isNull(obligations.nextMessageAt)))
    .orderBy(asc(obligations.dueAt), asc(obligations.id))
    .limit(1)
    .for('update', { skipLocked: true });
  if (next === undefined) return;
  await tx
    .update(obligations)
    .set({ nextMessageAt: new Date(bankMorningAfter(at.toISOString(), 1)) })
    .where(eq(obligations.id, next.id));
}

/** The open tasks of these kinds about a trust account. */
function isOfAccount({ firmId, bankAccountId }: TrustAccountMoney, kinds: readonly ObligationKind[]) {
  return and(
    eq(obligations.firmId, firmId),
    eq(obligations.bankAccountId, bankAccountId),
    inArray(obligations.kind, [...kinds]),
    eq(obligations.status, 'open'),
  );
}
