import { describe, expect, it } from 'vitest';
import { asId, type PrincipalId } from './ids.ts';
import { mayPrepare, whoMustMatch } from './separate-duties.ts';

const person = (name: string) => asId<PrincipalId>(`pr_${name}`);
const [ada, ben, cleo, program] = ['ada', 'ben', 'cleo', 'program'].map(person) as [
  PrincipalId,
  PrincipalId,
  PrincipalId,
  PrincipalId,
];
const FIRM = [
  { id: ada, role: 'owner' },
  { id: ben, role: 'lawyer' },
  { id: cleo, role: 'admin' },
] as const;

it('whoever authorized does not prepare the reconciliation', () => {
  expect(mayPrepare(ben, [ben])).toBe(false);
  expect(mayPrepare(cleo, [ben])).toBe(true);
  expect(mayPrepare(cleo, [])).toBe(true);
});

describe('the bank lines are matched', () => {
  it('by somebody else than who authorized the transfer: an admin, if there is one', () => {
    expect(whoMustMatch([ben], [ben], FIRM)).toBe('admin');
    expect(whoMustMatch([ben], [ben], FIRM.slice(0, 2))).toBe('owner');
    expect(whoMustMatch([ben], [ben, cleo], FIRM)).toBe('owner');
    expect(whoMustMatch([cleo], [ben], FIRM)).toBeNull();
  });

  it('by no program whose key they made', () => {
    expect(whoMustMatch([program, ben], [ben], FIRM)).toBe('admin');
    expect(whoMustMatch([program, ada], [ben], FIRM)).toBeNull();
  });

  it('by themselves, if there is nobody else', () => {
    expect(whoMustMatch([ben], [ben], [{ id: ben, role: 'lawyer' }])).toBeNull();
    expect(
      whoMustMatch(
        [ben],
        [ben],
        [
          { id: ben, role: 'lawyer' },
          { id: cleo, role: 'viewer' },
        ],
      ),
    ).toBeNull();
  });
});
