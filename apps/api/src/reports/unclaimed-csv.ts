import { csvText } from '@makewhole/domain/csv-text';
import { decimalOf, wholeTimeIn } from '../csv.ts';
import type { UnclaimedReportBody } from './unclaimed-schema.ts';

const KIND_LABELS: Readonly<Record<UnclaimedReportBody['items'][number]['kind'], string>> = {
  uncashed_check: 'Uncashed check',
  still_to_pay: 'Refund failed, client not paid',
  trust_balance: 'Trust money without activity',
};

const COLUMNS = [
  ...['Kind', 'Owner', 'Matter', 'Amount', 'Check', 'Last contact', 'State', 'Dormant on'],
  'Transaction ID',
];

/** The list as CSV, after a line that says what it is: a line for each owner. Amounts are decimals of the currency. */
export function unclaimedCsv(
  { asOf, currency, items, isComplete }: UnclaimedReportBody,
  { name, timeZone }: { readonly name: string; readonly timeZone: string },
): string {
  const lines = items.map((one) => [
    ...[KIND_LABELS[one.kind], one.owner, one.matterNumber, decimalOf(one.amount), one.reference],
    ...[one.lastContactOn, one.state, one.dormantOn, one.transactionId],
  ]);
  const extent = isComplete ? '' : ' (the oldest; there is more)';
  const title = `Unclaimed money at ${name} as of ${wholeTimeIn(asOf, timeZone)}, ${currency}${extent}`;
  return csvText([[title], COLUMNS, ...lines], { bom: true });
}
