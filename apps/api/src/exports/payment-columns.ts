import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { decimalOf, offsetIn, timeIn, type Columns } from '../csv.ts';

/** The spreadsheet columns of a payment; times are in the firm's zone, which the headers name. New ones come last. */
export function paymentColumns(timeZone: string): Columns<PaymentView> {
  return {
    'Transaction ID': ({ transactionId }) => transactionId,
    Type: ({ type }) => type,
    Status: ({ status }) => status,
    [`Created (${timeZone})`]: ({ createdAt }) => timeIn(createdAt, timeZone),
    [`Settled (${timeZone})`]: ({ settledAt }) => (settledAt === null ? null : timeIn(settledAt, timeZone)),
    Payer: ({ payer }) => payer.name,
    'Payer email': ({ payer }) => payer.email,
    Method: ({ method }) => method,
    'Last four': ({ last4 }) => last4,
    'Matter number': ({ matter }) => matter?.number ?? null,
    'Matter name': ({ matter }) => matter?.name ?? null,
    Invoices: ({ items }) => invoicesOf(items),
    Accounts: ({ legs }) => legs.map(({ account }) => account).join(' '),
    Amount: ({ amount }) => decimalOf(amount),
    Currency: ({ currency }) => currency,
    Disputed: ({ disputed }) => (disputed ? 'yes' : 'no'),
    'Refund ID': ({ refundId, refundOf }) => refundId ?? refundOf?.refundId ?? null,
    'Refund of': ({ refundOf }) => refundOf?.transactionId ?? null,
    'Created offset': ({ createdAt }) => offsetIn(createdAt, timeZone),
    'Settled offset': ({ settledAt }) => (settledAt === null ? null : offsetIn(settledAt, timeZone)),
  };
}

function invoicesOf(items: PaymentView['items']): string {
  const numbers = items.flatMap(({ invoiceNumber }) => (invoiceNumber === null ? [] : [invoiceNumber]));
  return [...new Set(numbers)].join(' ');
}
