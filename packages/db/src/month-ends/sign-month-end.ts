// The two signatures of a month end: the preparer's, and then the lawyer's, which locks the period (BK8).
import { and, eq } from 'drizzle-orm';
import type { PrincipalId } from '@makewhole/domain/ids';
import { dutiesFault } from '@makewhole/domain/month-ends/month-end';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { hashOfContent } from '../events/content-hash.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { monthEnds } from '../schema/month-ends.ts';
import type { AccountKey } from './cleared-postings.ts';
import { findMonthEnd, restsOnSetAside, type MonthEndRow } from './find-month-ends.ts';
import { completeMonthEndTask } from './month-end-tasks.ts';
import { readBinder } from './read-binder.ts';

export type Signer = { readonly actor: PrincipalId; readonly at: Date; readonly separateDuties: boolean };

export type Preparation = {
  /** Of what the preparer saw. */
  readonly reconciledHash: string;
  readonly position: string;
  /** Whether they may sign for or transfer from the account. */
  readonly mayTransfer: boolean;
  /** Needed if the three numbers differ: why, and what is done about it. */
  readonly explanation: string | null;
};

export type Review = {
  readonly reconciledHash: string;
  readonly barNumber: string;
  readonly barState: string | null;
};

/** changed: what is signed is no longer what the person saw. statement_set_aside: its balances are of a wrong statement. */
export type SignOutcome =
  | { readonly kind: 'done'; readonly monthEnd: MonthEndRow }
  | {
      readonly kind:
        | 'not_found'
        | 'changed'
        | 'not_explained'
        | 'not_prepared'
        | 'signed_already'
        | 'too_large'
        | 'statement_set_aside';
    }
  | { readonly kind: 'duties'; readonly message: string };

/** The preparer signs what they saw. The same again changes nothing. */
export function prepareMonthEnd(
  db: Db,
  account: AccountKey,
  id: string,
  { reconciledHash, position, mayTransfer, explanation }: Preparation,
  by: Signer,
): Promise<SignOutcome> {
  return db.transaction(async (tx) => {
    const row = await lockMonthEnd(tx, account, id);
    if (row === null) return { kind: 'not_found' };
    if (row.status === 'signed') return { kind: 'signed_already' };
    if (await restsOnSetAside(tx, row)) return { kind: 'statement_set_aside' };
    const isSame =
      row.preparedBy === by.actor &&
      row.content?.['reconciledHash'] === reconciledHash &&
      row.explanation === explanation &&
      row.preparerPosition === position &&
      row.preparerMayTransfer === mayTransfer;
    const binder = await readBinder(tx, row);
    if (binder === null) return { kind: 'too_large' };
    if (binder.reconciledHash !== reconciledHash) return { kind: 'changed' };
    if (row.status === 'prepared' && isSame) return { kind: 'done', monthEnd: row };
    if (!binder.page.agrees && explanation === null) return { kind: 'not_explained' };
    const { movers } = binder;
    const message = dutiesFault('prepare', { ...by, movers, preparedBy: null });
    if (message !== null) return { kind: 'duties', message };
    const content = { ...binder.content, reconciledHash };
    const contentHash = hashOfContent(content);
    const [prepared] = await tx
      .update(monthEnds)
      .set({
        ...{ status: 'prepared', content, contentHash, explanation },
        ...{ preparedBy: by.actor, preparedAt: by.at },
        ...{ preparerPosition: position, preparerMayTransfer: mayTransfer },
      })
      .where(eq(monthEnds.id, id))
      .returning();
    if (prepared === undefined) throw new Error(`The month end ${id} vanished`);
    await tellFirm(tx, prepared, 'month_end.prepared', by);
    await completeMonthEndTask(tx, prepared, 'month_end', by);
    return { kind: 'done', monthEnd: prepared };
  });
}

/** A lawyer signs what was prepared, if nothing of it has changed since; the account is locked up to its ending date. */
export function signMonthEnd(
  db: Db,
  account: AccountKey,
  id: string,
  { reconciledHash, barNumber, barState }: Review,
  by: Signer,
): Promise<SignOutcome> {
  return db.transaction(async (tx) => {
    const row = await lockMonthEnd(tx, account, id);
    if (row === null) return { kind: 'not_found' };
    if (row.status === 'signed') {
      return row.signedBy === by.actor ? { kind: 'done', monthEnd: row } : { kind: 'signed_already' };
    }
    if (row.status !== 'prepared') return { kind: 'not_prepared' };
    if (await restsOnSetAside(tx, row)) return { kind: 'statement_set_aside' };
    const binder = await readBinder(tx, row);
    if (binder === null) return { kind: 'too_large' };
    const prepared = row.content?.['reconciledHash'];
    if (binder.reconciledHash !== reconciledHash || prepared !== reconciledHash) return { kind: 'changed' };
    const message = dutiesFault('sign', { ...by, movers: [], preparedBy: row.preparedBy });
    if (message !== null) return { kind: 'duties', message };
    const [signed] = await tx
      .update(monthEnds)
      .set({ status: 'signed', signedBy: by.actor, signedAt: by.at, barNumber, barState })
      .where(eq(monthEnds.id, id))
      .returning();
    if (signed === undefined) throw new Error(`The month end ${id} vanished`);
    await tellFirm(tx, signed, 'month_end.signed', by);
    await completeMonthEndTask(tx, signed, 'month_end_review', by);
    return { kind: 'done', monthEnd: signed };
  });
}

/**
 * Locks the month end and its account. Whoever posts to the account holds a share of its row until they commit, so that
 * nothing is posted between what is read here and the lock of the period.
 */
async function lockMonthEnd(tx: Db, account: AccountKey, id: string): Promise<MonthEndRow | null> {
  const { firmId, bankAccountId } = account;
  await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, firmId), eq(bankAccounts.id, bankAccountId)))
    .for('update');
  return findMonthEnd(tx, account, id);
}

async function tellFirm(
  tx: Db,
  row: MonthEndRow,
  type: 'month_end.prepared' | 'month_end.signed',
  { actor, at }: Signer,
): Promise<void> {
  const { firmId, id, bankAccountId, periodStart, endingOn, version, scope, contentHash, barNumber } = row;
  const facts = { monthEndId: id, bankAccountId, periodStart, endingOn, version, scope, contentHash };
  const data = type === 'month_end.signed' ? { ...facts, barNumber } : facts;
  await appendFirmEvent(tx, { firmId, principalId: actor, at }, { type, data });
}
