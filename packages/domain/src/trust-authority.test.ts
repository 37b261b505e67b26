import { describe, expect, it } from 'vitest';
import { TRUST_MOVES } from './obligations.ts';
import { AUTHORIZED_MOVES, authorizedPurpose, needsEvidence, type TrustOrigin } from './trust-authority.ts';
import { SCOPES, roleMay, scopesMay } from './roles.ts';

const REFUND: TrustOrigin = {
  kind: 'refund',
  refundId: 'rf_1',
  trace: 're_9',
  payer: 'Ada Bell',
  paidOn: '2026-11-30',
};
const LOSS: TrustOrigin = {
  kind: 'loss',
  transactionId: 'tx_1',
  payer: 'Ada Bell',
  takenOn: '2026-11-30',
};

describe('a written authorization', () => {
  it('names the firm as the payee of trust step (a), reimbursed for the refund, with its trace', () => {
    expect(authorizedPurpose('payment', 'Adler Law', REFUND)).toEqual({
      payee: 'Adler Law, reimbursement of refund rf_1 paid to Ada Bell on 2026-11-30',
      purpose: "Reimbursement of the firm's own money, no fee: refund rf_1, at the processor re_9",
    });
    expect(authorizedPurpose('payment', 'Adler Law', LOSS).payee).toBe(
      'Adler Law, reimbursement of payment tx_1 of Ada Bell, taken back by the bank on 2026-11-30',
    );
  });

  it('names the payer where the refund itself is drawn on trust, and the trust account on the way back', () => {
    const asked = { ...REFUND, trace: null, paidOn: null } as const;
    expect(authorizedPurpose('disbursement', 'Adler Law', asked)).toEqual({
      payee: 'Ada Bell',
      purpose: 'Refund of trust money: refund rf_1',
    });
    expect(authorizedPurpose('restore', 'Adler Law', REFUND).payee).toBe('Adler Law, trust account');
  });

  it('never says that the firm is paid fees', () => {
    for (const move of AUTHORIZED_MOVES) {
      for (const origin of [REFUND, LOSS]) {
        const { payee, purpose } = authorizedPurpose(move, 'Adler Law', origin);
        expect(`${payee} ${purpose}`).not.toMatch(/fees/i);
      }
    }
  });

  it('is given by a lawyer or the owner, by no key; admins and keys may record what they authorized', () => {
    const giving = (['viewer', 'admin', 'lawyer', 'owner'] as const).filter((role) =>
      roleMay(role, 'trust.authorize'),
    );
    expect(giving).toEqual(['lawyer', 'owner']);
    expect(scopesMay(SCOPES, 'trust.authorize')).toBe(false);
    expect(roleMay('admin', 'trust.record_authorized')).toBe(true);
    expect(roleMay('viewer', 'trust.record_authorized')).toBe(false);
    expect(scopesMay(['trust'], 'trust.record_authorized')).toBe(true);
    expect(scopesMay(['refund'], 'trust.record_authorized')).toBe(false);
  });
});

it('a file must prove the trust payment and the bank transfer, where the firm requires it', () => {
  expect(TRUST_MOVES.filter((move) => needsEvidence('required', move))).toEqual(['payment', 'transfer']);
  expect(TRUST_MOVES.filter((move) => needsEvidence('optional', move))).toEqual([]);
});
