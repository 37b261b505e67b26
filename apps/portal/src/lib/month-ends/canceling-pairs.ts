import type { MonthEndSection } from '#lib/api-types.ts';

type Line = {
  readonly lineId: string;
  readonly date: string;
  readonly description: string;
  readonly amount: number;
};

/** More than a person can choose from. */
const PAIRS_MAX = 50;

/** The pairs of bank lines that are matched with nothing and cancel each other out, the earlier one first. */
export function cancelingPairs(
  sections: readonly Pick<MonthEndSection, 'section' | 'rows'>[],
): { readonly mistake: Line; readonly correction: Line }[] {
  const rows = sections.find(({ section }) => section === '3d')?.rows ?? [];
  const lines = rows
    .filter(({ postings }) => postings === '')
    .map(({ lineId, date, description, amount }) => ({
      ...{ lineId: String(lineId), date: String(date), description: String(description) },
      amount: Number(amount),
    }));
  const byAmount = Map.groupBy(lines, ({ amount }) => amount);
  return lines
    .flatMap((mistake, place) =>
      (byAmount.get(-mistake.amount) ?? [])
        .filter((other) => lines.indexOf(other) > place && other.date >= mistake.date)
        .map((correction) => ({ mistake, correction })),
    )
    .slice(0, PAIRS_MAX);
}
