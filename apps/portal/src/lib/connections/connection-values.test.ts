import { describe, expect, test } from 'vitest';
import {
  findConnectionFaults,
  findCredentialFaults,
  readChanges,
  readCredentials,
  readNewConnection,
} from './connection-values.ts';

const STRIPE = {
  ...{ kind: 'stripe', label: ' Operating at Stripe ', mode: 'test', account: 'acct_1' },
  ...{ settles: 'gross', paysOutTo: 'mixed', drawsOnCard: 'operating', drawsOnAch: 'account_of_payment' },
  ...{ lossesDebitCard: 'operating', lossesDebitAch: 'operating' },
  ...{ apiKey: ' rk_test_notARealKey0 ', webhookSecrets: 'whsec_new whsec_old' },
};

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const faultsOf = (fields: Record<string, string>) => {
  const form = formOf({ ...STRIPE, ...fields });
  const values = readNewConnection(form);
  return { ...findConnectionFaults(values), ...findCredentialFaults(values, readCredentials(form)) };
};

describe('a new connection', () => {
  test('is read as the API takes it, and its secrets are no part of what the form gets back', () => {
    const form = formOf(STRIPE);
    const values = readNewConnection(form);
    expect(faultsOf({})).toEqual({});
    expect(values).toMatchObject({
      label: 'Operating at Stripe',
      drawsOn: { card: 'operating', ach: 'account_of_payment' },
    });
    expect(JSON.stringify(values)).not.toMatch(/rk_test|whsec/);
    expect(readCredentials(form)).toEqual({
      apiKey: 'rk_test_notARealKey0',
      webhookSecrets: ['whsec_new', 'whsec_old'],
    });
  });

  test('needs a name, an account and a word on what its refunds are drawn on, each said where it is missing', () => {
    expect(Object.keys(faultsOf({ label: '', account: '', drawsOnCard: '', mode: '' }))).toEqual([
      'label',
      'account',
      'mode',
      'drawsOnCard',
    ]);
  });

  test('that nets and pays out to trust has its losses in the account of the payment', () => {
    const ofTrust = { settles: 'net', paysOutTo: 'trust' };
    expect(Object.keys(faultsOf(ofTrust))).toEqual(['paysOutTo']);
    const ofPayment = { lossesDebitCard: 'account_of_payment', lossesDebitAch: 'account_of_payment' };
    expect(faultsOf({ ...ofTrust, ...ofPayment })).toEqual({});
    expect(faultsOf({ settles: 'gross', paysOutTo: 'trust' })).toEqual({});
  });

  test.each([
    ['no key', { apiKey: '' }, 'apiKey', 'Enter the restricted key'],
    ['a publishable key', { apiKey: 'pk_test_notARealKey0' }, 'apiKey', 'begins with rk_'],
    ['a key of the other mode', { apiKey: 'rk_live_notARealKey0' }, 'apiKey', 'not for test mode'],
    ['a webhook secret that is none', { webhookSecrets: 'secret' }, 'webhookSecrets', 'begins with whsec_'],
    ['three webhook secrets', { webhookSecrets: 'whsec_a whsec_b whsec_c' }, 'webhookSecrets', 'at most 2'],
  ])('%s is refused at its field', (_, fields, name, words) => {
    expect(faultsOf(fields)).toEqual({ [name]: expect.stringContaining(words) });
  });
});

test('a stand-in has an address besides its key, and no webhook secret of its own is needed', () => {
  const form = formOf({ ...STRIPE, kind: 'sandbox', url: 'http://localhost:4010', webhookSecrets: '' });
  const values = readNewConnection(form);
  expect(readCredentials(form)).toMatchObject({ url: 'http://localhost:4010', webhookSecrets: [] });
  expect(findCredentialFaults(values, readCredentials(form))).toEqual({});
  expect(findCredentialFaults(values, { apiKey: 'key', webhookSecrets: [] })).toHaveProperty('url');
});

test('a change leaves out what nobody has said', () => {
  const { drawsOnCard: _card, ...rest } = STRIPE;
  expect(readChanges(formOf(rest))).toEqual({
    label: 'Operating at Stripe',
    settles: 'gross',
    paysOutTo: 'mixed',
    drawsOn: { ach: 'account_of_payment' },
    lossesDebit: { card: 'operating', ach: 'operating' },
  });
});
