import { describe, expect, it } from 'vitest';
import { ACTIONS, ROLES, SCOPES, roleMay, scopesMay, type Action } from './roles.ts';

/** Every action with the roles, then the scopes of an API key, that allow it: a change of one is a decision, seen here. */
const TABLE: Record<Action, string> = {
  'payment.read': 'viewer admin lawyer owner read refund trust import',
  'payment.void': 'admin lawyer owner refund',
  'payment.assign': 'admin lawyer owner refund import',
  'data.import': 'owner import',
  'refund.read': 'viewer admin lawyer owner read refund trust',
  'refund.read_internal_note': 'admin lawyer owner',
  'refund.request': 'admin lawyer owner refund',
  'refund.cancel': 'admin lawyer owner refund',
  'refund.approve': 'lawyer owner',
  'refund.resolve': 'admin lawyer owner refund',
  'refund.end_unknown': 'lawyer owner',
  'client.repay': 'lawyer owner',
  'notification.resend': 'admin lawyer owner',
  'invoice.decide': 'admin lawyer owner refund',
  'trust.record': 'lawyer owner trust',
  'trust.authorize': 'lawyer owner',
  'trust.record_authorized': 'admin lawyer owner trust',
  'trust_ledger.record': 'admin lawyer owner trust',
  'reconciliation.manage': 'admin lawyer owner refund',
  'report.read': 'admin lawyer owner read trust connect',
  'trust_balance.read': 'admin lawyer owner read trust import',
  'audit.read': 'owner',
  'firm.manage': 'owner',
  'connection.add': 'owner connect',
  'records.manage': 'lawyer owner',
  'payload.decode': '',
};

describe('who may do what', () => {
  it.each(ACTIONS)('%s', (action) => {
    const roles = ROLES.filter((role) => roleMay(role, action));
    const scopes = SCOPES.filter((scope) => scopesMay([scope], action));
    expect([...roles, ...scopes].join(' ')).toBe(TABLE[action]);
  });

  it('covers every action', () => {
    expect(Object.keys(TABLE)).toEqual([...ACTIONS]);
  });
});

describe('an API key', () => {
  it('may do what any of its scopes may', () => {
    expect(scopesMay(['read', 'trust'], 'trust.record')).toBe(true);
    expect(scopesMay(['read', 'trust'], 'refund.read')).toBe(true);
    expect(scopesMay(['read', 'trust'], 'refund.request')).toBe(false);
  });

  it('without a scope may do nothing', () => {
    expect(ACTIONS.filter((action) => scopesMay([], action))).toEqual([]);
  });

  it('never approves a refund and never manages the firm (B8)', () => {
    expect(scopesMay(SCOPES, 'refund.approve')).toBe(false);
    expect(scopesMay(SCOPES, 'firm.manage')).toBe(false);
  });
});
