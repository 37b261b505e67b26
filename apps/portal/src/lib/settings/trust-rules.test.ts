import { expect, test } from 'vitest';
import { readTrustRules, trustRulesForm, type TrustRules } from './trust-rules.ts';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a form of the rules in force says the same again, which withdraws a change', () => {
  const rules: readonly TrustRules[] = [
    { trustStepsFrom: 'accepted', stepEvidence: 'required', riskyRefunds: 'warn', separateDuties: true },
    { trustStepsFrom: 'succeeded', stepEvidence: 'optional', riskyRefunds: 'approve', separateDuties: false },
  ];
  for (const rule of rules) expect(readTrustRules(formOf(trustRulesForm(rule)))).toEqual(rule);
});

test('a choice that there is not says nothing', () => {
  expect(readTrustRules(formOf({ trustStepsFrom: 'requested' }))).toBeNull();
  expect(readTrustRules(formOf({}))).toBeNull();
});
