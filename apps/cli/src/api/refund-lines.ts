// A refund in words, as the commands print it.
import { formatMoney, money } from '@makewhole/domain/money';
import type { Output } from '../output.ts';
import type { Schemas } from './client.ts';

type Refund = Schemas['Refund'];

const COLORS: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = {
  succeeded: 'green',
  failed: 'red',
  rejected: 'red',
  declined: 'red',
  outcome_unknown: 'yellow',
  awaiting_approval: 'yellow',
};

export function statusOf({ status, closedAt }: Refund, { color }: Output): string {
  const words = status.replaceAll('_', ' ');
  const paint = COLORS[status];
  return `${paint === undefined ? words : color[paint](words)}${closedAt === null ? '' : ', closed'}`;
}

export function refundLines(refund: Refund, output: Output): string[] {
  const open = refund.obligations.filter(({ status }) => status === 'open');
  return [
    `${refund.id}  ${amountOf(refund)}  ${statusOf(refund, output)}`,
    `Payment ${refund.transactionId}, ${refund.method}; expected ${refund.expected.earliest} to ${refund.expected.latest}${refund.late ? output.color.red(', late') : ''}`,
    ...(refund.failure === null ? [] : [output.color.red(refund.failure.message)]),
    ...(open.length === 0 ? [] : [`To do: ${open.map(({ kind }) => kind.replaceAll('_', ' ')).join(', ')}`]),
  ];
}

export function amountOf({ amount, currency }: Pick<Refund, 'amount' | 'currency'>): string {
  return formatMoney(money(amount), currency);
}
