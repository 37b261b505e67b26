import { balancesSection, cardsSection, journalSection } from '@makewhole/domain/month-ends/binder-books';
import {
  outstandingSections,
  pageSection,
  statementSection,
} from '@makewhole/domain/month-ends/binder-lists';
import { coverSection, recordSections } from '@makewhole/domain/month-ends/binder-records';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { MonthEndRow } from './find-month-ends.ts';
import { readBinderRecords } from './read-binder-records.ts';
import { readTitle } from './read-titles.ts';
import { computeMonthEnd, type ComputedMonthEnd } from './read-month-end.ts';

export type Binder = ComputedMonthEnd & {
  /** Who authorized or recorded a movement of the period (T10). */
  readonly movers: readonly PrincipalId[];
  /** What the preparer signs: JSON values only. */
  readonly content: Readonly<Record<string, unknown>>;
};

/** The whole binder of a month end, as of now; null if a list of it is too long. */
export async function readBinder(tx: Db, row: MonthEndRow): Promise<Binder | null> {
  const computed = await computeMonthEnd(tx, row);
  if (computed === null) return null;
  const { facts, page } = computed;
  const movers = facts.entries.flatMap(({ recordedById, authorizedById }) =>
    [recordedById, authorizedById].filter((id) => id !== null),
  );
  const title = await readTitle(tx, row);
  const records = await readBinderRecords(tx, row, title);
  const sections = [
    coverSection(records),
    pageSection(page),
    statementSection(facts),
    ...outstandingSections(page, facts),
    journalSection(facts),
    balancesSection(facts),
    cardsSection(facts),
    ...recordSections(facts, records),
  ];
  const { line1, line1a, line2, line3, line4, line5, line5a, line6, line7, agrees, differences } = page;
  const lines = {
    ...{ line1: line1.total, line1a: line1a.total, line2, line3: line3.balance },
    ...{ line4: line4.total, line5: line5.total, line5a: line5a.total, line6, ...line7 },
  };
  return { ...computed, movers, content: { title, lines, agrees, differences, sections } };
}
