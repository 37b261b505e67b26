import { csvText } from '@makewhole/domain/csv-text';
import { decimalOf } from '../csv.ts';
import type { MonthEndBinderBody } from './schemas.ts';

type Section = MonthEndBinderBody['sections'][number];
type Cell = Section['rows'][number][string];

/** A section as CSV: what it is of, then the table with decimal amounts, its count and its total. */
export function sectionCsv(binder: MonthEndBinderBody, { columns, rows, ...section }: Section): string {
  const facts = factsIn(binder);
  const account = ['Firm', 'Account', 'Bank', 'Last four', 'IOLTA', 'State'].map((name) => [
    name,
    facts.get(name) ?? '',
  ]);
  return csvText(
    [
      [binder.title],
      ...account,
      ['Period', `${binder.periodStart} to ${binder.endingOn}`],
      ['As of', binder.endingOn],
      ['Binder', binder.id, 'Version', String(binder.version), 'Status', binder.status],
      ['Section', section.section, section.title],
      ...(section.note === null ? [] : [['Note', section.note]]),
      [],
      columns.map(({ label }) => label),
      ...rows.map((row) =>
        columns.map(({ key, kind }) => {
          const cell = row[key] ?? null;
          return kind === 'amount' && typeof cell === 'number' ? decimalOf(cell) : textOf(cell);
        }),
      ),
      ['Count', String(section.count)],
      ...(section.total === null ? [] : [['Total', decimalOf(section.total)]]),
      ...(section.line === null ? [] : [['Line of section 1', section.line]]),
    ],
    { bom: true },
  );
}

/** The name of the bank account that was reconciled. */
export function accountNameIn(binder: MonthEndBinderBody): string {
  return factsIn(binder).get('Account') ?? '';
}

/** What the binder's first section says of the firm and the account. */
function factsIn(binder: MonthEndBinderBody): ReadonlyMap<string, string> {
  const rows = binder.sections.find((one) => one.section === '0')?.rows ?? [];
  return new Map(rows.map(({ what, value }) => [String(what), textOf(value)]));
}

function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
