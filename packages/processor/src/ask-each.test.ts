import { describe, expect, it } from 'vitest';
import { asId, type ConnectionId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { askEach } from './ask-each.ts';
import type { PaymentAnswer, ProcessorPayment } from './port.ts';

const wanted = asId<TransactionId>('ch_1');
const FOUND: ProcessorPayment = {
  ...{ transactionId: asId<TransactionId>('pi_1'), aliases: [wanted], account: 'acct_1', mode: 'test' },
  ...{ type: 'sale', status: 'settled', amount: money(100), currency: 'USD', method: 'card', last4: '4242' },
  ...{ payer: { name: 'Ana Silva', email: null }, matterNumber: null, createdAt: '2026-11-30T15:00:00Z' },
  ...{
    capturedAt: null,
    settledAt: null,
    returnedAt: null,
    disputed: false,
    dispute: null,
    refundable: null,
  },
  items: [{ description: 'Fee', invoiceNumber: null, account: 'operating', amount: money(100) }],
  ...{ refundedAmount: money(0), refunds: [] },
};
const ANSWERS = {
  found: { kind: 'found', payment: FOUND },
  not_found: { kind: 'not_found' },
  unavailable: { kind: 'unavailable', message: 'down' },
  unreadable: { kind: 'unreadable', transactionId: wanted, processorRefundId: null, fault: 'odd' },
  another: { kind: 'found', payment: { ...FOUND, aliases: [] } },
} satisfies Record<string, PaymentAnswer>;
type Says = keyof typeof ANSWERS | 'nothing';

async function ask(...says: readonly Says[]) {
  const getPayment = ({ connectionId }: { readonly connectionId: string }): Promise<PaymentAnswer> => {
    const one = says[Number(connectionId)];
    return one === undefined || one === 'nothing'
      ? new Promise(() => undefined)
      : Promise.resolve(ANSWERS[one]);
  };
  const ids = says.map((_one, index) => asId<ConnectionId>(String(index)));
  const { connectionId, read } = await askEach({ getPayment }, wanted, ids);
  return [read.kind, Number(connectionId)];
}

describe('a payment of an unknown connection', () => {
  it.each<readonly [string, Says[], string, number]>([
    ['found at any is found', ['not_found', 'found'], 'usable', 1],
    ['found does not wait for a company that is silent', ['nothing', 'found'], 'usable', 1],
    ['found counts although another is unavailable', ['unavailable', 'found'], 'usable', 1],
    ['is not found only if all say so', ['not_found', 'not_found'], 'not_found', 0],
    ['is not said to be missing while one is unavailable', ['not_found', 'unavailable'], 'unavailable', 1],
    ['in a record that cannot be used is found', ['unavailable', 'unreadable'], 'unusable', 1],
    ['is not another one that a company answers with', ['not_found', 'another'], 'unavailable', 1],
  ])('%s', async (_what, says, kind, at) => {
    expect(await ask(...says)).toEqual([kind, at]);
  });

  it('of a firm without connections is an error', async () => {
    await expect(ask()).rejects.toThrow('no connection');
  });
});
