import type { RefundReport } from '@makewhole/db/reports/report-refunds';
import type { RefundOutcome } from '@makewhole/domain/refund-states';

const DAY_MS = 86_400_000;

/** Every week that overlaps these days, with every outcome, including those without refunds. */
export function weeksOf({ weeks }: Pick<RefundReport, 'weeks'>, days: { from: string; to: string }) {
  return mondaysOf(days).map((week) => {
    const sumOf = (outcome: RefundOutcome) => {
      const found = weeks.find((sum) => sum.week === week && sum.outcome === outcome);
      return { count: found?.count ?? 0, amount: found?.amount ?? 0 };
    };
    return {
      week,
      outcomes: {
        succeeded: sumOf('succeeded'),
        in_flight: sumOf('in_flight'),
        failed: sumOf('failed'),
        ended_before_money: sumOf('ended_before_money'),
      },
    };
  });
}

/** Calendar dates only, independent of any time zone. */
function mondaysOf({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const first = new Date(from);
  const daysSinceMonday = (first.getUTCDay() + 6) % 7;
  const mondays: string[] = [];
  for (let at = first.getTime() - daysSinceMonday * DAY_MS; at <= Date.parse(to); at += 7 * DAY_MS) {
    mondays.push(new Date(at).toISOString().slice(0, 10));
  }
  return mondays;
}
