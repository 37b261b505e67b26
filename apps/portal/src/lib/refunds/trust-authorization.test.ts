import { expect, test } from 'vitest';
import { authorizationOf, describeAuthorization, readAuthorization } from './trust-authorization.ts';

const AUTHORIZATION = {
  id: 'ta_1',
  obligationId: 'obl_1',
  step: 'payment',
  amount: 300_00,
  currency: 'USD',
  method: 'check',
  methodReference: '1044',
  payee: 'Adler Law, reimbursement of refund rf_1',
  purpose: 'Reimbursement',
  fromAccount: 'ba_1',
  toAccount: 'ba_2',
  authorizedBy: 'pr_1',
  authorizedAt: '2026-11-30T15:00:00Z',
  evidenceId: null,
} as const;

test('the authorization of a task is found by the task, and says who gave it, how and to whom', () => {
  const refund = { trustMoves: [{ step: 'payment', authorization: AUTHORIZATION, record: null }] } as const;
  expect(authorizationOf({ trustMoves: [...refund.trustMoves] }, 'obl_2')).toBeNull();
  expect(authorizationOf({ trustMoves: [...refund.trustMoves] }, 'obl_1')).toBe(AUTHORIZATION);
  expect(describeAuthorization(AUTHORIZATION, 'Dana Adler')).toBe(
    'Authorized by Dana Adler: by check (1044), to Adler Law, reimbursement of refund rf_1.',
  );
});

test('the form of one needs a method that there is, and no number', () => {
  const form = new FormData();
  expect(readAuthorization(form)).toBeNull();
  form.set('method', 'eft');
  expect(readAuthorization(form)).toEqual({ method: 'eft' });
  form.set('reference', 'WIRE 7');
  expect(readAuthorization(form)).toEqual({ method: 'eft', reference: 'WIRE 7' });
});
