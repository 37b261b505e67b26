import { expect, test } from 'vitest';
import { asId, type TransactionId, type VoidId, type FirmId } from './ids.ts';
import { PAYMENT_STATUSES, PAYMENT_TYPES } from './payments.ts';
import { VOID_STATUSES, hasVoidEnded, voidRefusalOf } from './voids.ts';
import { voidWorkflowId } from './contracts/void.ts';

test('what was never captured can be voided, and nothing else (R12)', () => {
  const voidable = PAYMENT_TYPES.flatMap((type) =>
    PAYMENT_STATUSES.filter((status) => voidRefusalOf({ type, status }) === null).map((status) => [
      type,
      status,
    ]),
  );
  expect(new Set(voidable.map(([, status]) => status))).toEqual(new Set(['authorized']));
});

test.each([
  ['authorization', 'settled', 'already_captured'],
  ['authorization', 'captured', 'already_captured'],
  ['authorization', 'voided', 'already_voided'],
  ['sale', 'settled', 'not_an_authorization'],
  ['refund', 'pending', 'not_an_authorization'],
] as const)('a %s that is %s: %s', (type, status, code) => {
  expect(voidRefusalOf({ type, status })).toBe(code);
});

test('a void has ended once it is known what became of it', () => {
  expect(VOID_STATUSES.filter(hasVoidEnded)).toEqual(['voided', 'refused']);
});

test('its workflow is named after the payment and the void', () => {
  const input = {
    firmId: asId<FirmId>('f'),
    voidId: asId<VoidId>('vd_1'),
    transactionId: asId<TransactionId>('a:b'),
  };
  expect(voidWorkflowId(input)).toBe('void:a:b:vd_1');
});
