import { csvLines, decimalOf } from '../csv.ts';
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

/** The list as CSV, a line for each owner. Amounts are decimals of the currency. */
export function unclaimedCsv({ asOf, currency, items, isComplete }: UnclaimedReportBody): string {
  const lines = items.map((one) => [
    ...[KIND_LABELS[one.kind], one.owner, one.matterNumber, decimalOf(one.amount), one.reference],
    ...[one.lastContactOn, one.state, one.dormantOn, one.transactionId],
  ]);
  const title = `Unclaimed money as of ${asOf}, ${currency}${isComplete ? '' : ' (the oldest; there is more)'}`;
  return csvLines([[title], COLUMNS, ...lines], { bom: true });
}
