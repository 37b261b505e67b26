import { expect, it } from 'vitest';
import { asId, type PrincipalId } from '../ids.ts';
import { MONTH_END_TITLES, dutiesFault, endsItsMonth, monthEndTitle } from './month-end.ts';

const [ann, bob] = ['ann', 'bob'].map((id) => asId<PrincipalId>(id)) as [PrincipalId, PrincipalId];

it('keeps apart who moves, who prepares and who signs, if the firm does (T10)', () => {
  const duties = { separateDuties: true, movers: [ann], preparedBy: bob };
  expect(dutiesFault('prepare', { ...duties, actor: ann })).toContain('somebody else must prepare');
  expect(dutiesFault('prepare', { ...duties, actor: bob })).toBeNull();
  expect(dutiesFault('sign', { ...duties, actor: bob })).toContain('another lawyer must sign');
  expect(dutiesFault('sign', { ...duties, actor: ann })).toBeNull();
  expect(dutiesFault('sign', { ...duties, actor: bob, separateDuties: false })).toBeNull();
});

it('is no three-way reconciliation if other trust transactions are not in the books (RP2)', () => {
  expect(MONTH_END_TITLES.schedule).toBe(
    'Online payments and refunds: schedule supporting your trust reconciliation',
  );
  const whole = { hasOpening: true, hasOwnTransactions: true };
  expect(monthEndTitle('full', whole)).toBe(MONTH_END_TITLES.full);
  for (const lacking of [{ hasOpening: false }, { hasOwnTransactions: false }]) {
    expect(monthEndTitle('full', { ...whole, ...lacking })).toBe(MONTH_END_TITLES.schedule);
  }
  expect(monthEndTitle('schedule', whole)).toBe(MONTH_END_TITLES.schedule);
});

it('knows the last day of a month', () => {
  expect(['2026-11-30', '2028-02-29', '2026-02-28', '2026-11-29'].map(endsItsMonth)).toEqual([
    ...[true, true, true, false],
  ]);
});
