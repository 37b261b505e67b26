import { expect, test } from 'vitest';
import { readTrustRules, trustRulesForm, type TrustRules } from './trust-rules.ts';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a form of the rules in force says the same again, which withdraws a change', () => {
  const rules: readonly TrustRules[] = [
    {
      ...{ trustStepsFrom: 'accepted', stepEvidence: 'required', riskyRefunds: 'warn' },
      ...{ separateDuties: true, trustBalanceDays: 1 },
    },
    {
      ...{ trustStepsFrom: 'succeeded', stepEvidence: 'optional', riskyRefunds: 'approve' },
      ...{ separateDuties: false, trustBalanceDays: 31 },
    },
  ];
  for (const rule of rules) expect(readTrustRules(formOf(trustRulesForm(rule)))).toEqual(rule);
});

test('a choice that there is not says nothing', () => {
  expect(readTrustRules(formOf({ trustStepsFrom: 'requested', trustBalanceDays: '3' }))).toBeNull();
  expect(readTrustRules(formOf({}))).toBeNull();
});

test.each(['', '0', '32', '2.5', 'three'])('%s is no number of days', (trustBalanceDays) => {
  expect(readTrustRules(formOf({ trustStepsFrom: 'succeeded', trustBalanceDays }))).toBeNull();
});
