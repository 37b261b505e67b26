import type { RefundReport } from '#lib/api-types.ts';

type Row = { readonly label: string; readonly count: number; readonly paidBack: number };

/** What people type themselves occurs once each: all of that is one row, at the end. */
const OTHERS = 'Other reasons';

/** The reasons that occur again and again, by the template's label where one has these words, then all the others. */
export function groupReasons({ reasons, weeks }: Pick<RefundReport, 'reasons' | 'weeks'>): readonly Row[] {
  const named = reasons
    .filter(({ template, count }) => template !== null || count > 1)
    .map(({ template, reason, count, paidBack }) => ({ label: template ?? reason, count, paidBack }));
  const total = (of: (row: Row) => number) => named.reduce((sum, row) => sum + of(row), 0);
  const all = weeks.flatMap(({ outcomes }) => Object.values(outcomes));
  const paid = weeks.reduce((sum, { outcomes }) => sum + (outcomes.succeeded?.amount ?? 0), 0);
  const count = all.reduce((sum, outcome) => sum + outcome.count, 0) - total((row) => row.count);
  if (count <= 0) return named;
  return [...named, { label: OTHERS, count, paidBack: paid - total((row) => row.paidBack) }];
}
