import { expect, test } from 'vitest';
import { readAnswers } from './read-answers.ts';

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

const SEEN = [
  ['saw', 'statement'],
  ['saw', 'ledger'],
  ['disbursements', '2'],
] as const;

test('are yes or no, what was seen, and how many disbursements', () => {
  expect(readAnswers(formOf(SEEN))).toEqual({
    ok: true,
    answers: {
      ...{ negativeBalance: false, outstanding: false, improper: false, disbursements: 2 },
      ...{ sawStatement: true, sawLedger: true, sawChecks: false, sawOther: null, explanation: null },
    },
  });
  expect(readAnswers(formOf([['disbursements', 'two']]))).toMatchObject({ ok: false });
});

test('need an explanation where something is not as it should be', () => {
  const found = [...SEEN, ['outstanding', 'yes']] as const;
  expect(readAnswers(formOf(found))).toMatchObject({ ok: false });
  const explained = [...found, ['explanation', 'Check 104 was mailed yesterday.']] as const;
  expect(readAnswers(formOf(explained))).toMatchObject({ ok: true, answers: { outstanding: true } });
});
