import type { AccountFacts } from '@makewhole/domain/month-ends/binder-facts';
import type { Page } from '@makewhole/domain/month-ends/binder-lists';
import { reconciledCore } from '@makewhole/domain/month-ends/reconciled-core';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import type { Db } from '../connect.ts';
import { hashOfContent } from '../events/content-hash.ts';
import { statementOf, type MonthEndRow } from './find-month-ends.ts';
import { readReconciliation } from './read-reconciliation.ts';

export type ComputedMonthEnd = {
  readonly facts: AccountFacts;
  readonly page: Page;
  /** SHA-256 of what was reconciled: what the preparer and the lawyer say that they saw. */
  readonly reconciledHash: string;
};

/** A month end as the books and the bank's lines are now; null if a list of it is too long. */
export async function computeMonthEnd(tx: Db, row: MonthEndRow): Promise<ComputedMonthEnd | null> {
  const facts = await readReconciliation(tx, row, await statementOf(tx, row));
  if (facts === null) return null;
  const page = reconcileThreeWays(facts);
  return { facts, page, reconciledHash: hashOfContent(reconciledCore(facts, page)) };
}
