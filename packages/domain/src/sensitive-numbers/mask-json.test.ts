import { expect, it } from 'vitest';
import { maskSensitiveJson } from './mask-json.ts';

it('masks the texts of a processor at any depth, and leaves its IDs', () => {
  const card = '4111 1111 1111 1111';
  const masked = '**** **** **** 1111';
  expect(
    maskSensitiveJson({
      id: '4111111111111111',
      payment: { transactionId: '4111111111111111', dispute: { id: '1', reason: `Card ${card}`, amount: 5 } },
      items: [{ description: card }, null, true],
      [card]: { id: [card] },
    }),
  ).toEqual({
    id: '4111111111111111',
    payment: { transactionId: '4111111111111111', dispute: { id: '1', reason: `Card ${masked}`, amount: 5 } },
    items: [{ description: masked }, null, true],
    [masked]: { id: [masked] },
  });
});
