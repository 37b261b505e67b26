import { describe, expect, it } from 'vitest';
import { ATTENTION_CAUSES } from './attention.ts';
import { settledBy } from './completing-obligations.ts';
import { RECONCILIATION_DEFAULT } from './month-ends/reconciliation-terms.ts';
import { INVOICE_DECISIONS } from './invoice-decisions.ts';
import { OBLIGATIONS, OBLIGATION_KINDS, TRUST_STEPS, maySettle, ownerOf, type Owed } from './obligations.ts';
import { stepBefore } from './step-before.ts';
import { ROLES, SCOPES, roleMay, scopesMay, type Action, type Scope } from './roles.ts';

/** Every row of the table: each kind, and attention by each of its causes. */
const OWED: readonly Owed[] = OBLIGATION_KINDS.flatMap((kind): Owed[] =>
  kind === 'attention' ? ATTENTION_CAUSES.map((subject) => ({ kind, subject })) : [{ kind, subject: '' }],
);

function nameOf({ kind, subject }: Owed): string {
  return subject === '' ? kind : `${kind} ${subject}`;
}

/** No program may complete these, whatever its scopes. */
const PEOPLE_ONLY = [
  ...['approval', 'month_end_review', 'opening_review', 'repayment', 'unclaimed'],
  ...['connection_broken', 'sync_stuck'],
];

describe('what a refund owes a person', () => {
  it.each(OWED)('$kind $subject: exactly the roles from its owner up may settle it', (owed) => {
    const owner = ROLES.indexOf(ownerOf(owed));
    const mayDo = ROLES.filter((role) => maySettle((action) => roleMay(role, action), owed));
    expect(mayDo).toEqual(ROLES.slice(owner));
  });

  it('is a lawyer’s where trust money moves or a payment is in dispute', () => {
    const lawyers = OWED.filter((owed) => ownerOf(owed) === 'lawyer').map(nameOf);
    expect(lawyers).toEqual([
      'approval',
      'trust_payment',
      'trust_deposit',
      'trust_transfer',
      'trust_restore',
      'repayment',
      'dispute',
      'unclaimed',
      'trust_replenish',
      'month_end_review',
      'opening_review',
      'trust_balance_below_held',
      'attention outcome_claimed',
      'attention transfer_under_way',
      'attention payment_disputed',
      'attention original_bounced',
    ]);
  });

  it.each<[readonly Scope[], string[]]>([
    [['read'], []],
    [['trust'], ['trust_payment', 'trust_deposit', 'trust_transfer', 'trust_restore']],
    [['refund'], OWED.filter((owed) => ownerOf(owed) === 'admin').map(nameOf)],
    [SCOPES, OWED.filter(({ kind }) => !PEOPLE_ONLY.includes(kind)).map(nameOf)],
  ])('a key of the scopes %j settles no more than these', (scopes, expected) => {
    const may = (action: Action) => scopesMay(scopes, action);
    expect(OWED.filter((owed) => maySettle(may, owed)).map(nameOf)).toEqual(expected);
  });

  it('is listed for exactly those who may settle it', () => {
    const callers = [
      ...ROLES.map((role) => (action: Action) => roleMay(role, action)),
      ...[...SCOPES.map((scope) => [scope]), SCOPES].map(
        (scopes) => (action: Action) => scopesMay(scopes, action),
      ),
    ];
    for (const may of callers) {
      const { kinds, exceptCauses } = settledBy(may);
      const listed = OWED.filter(
        ({ kind, subject }) =>
          kinds.includes(kind) && !(kind === 'attention' && exceptCauses.some((cause) => cause === subject)),
      );
      expect(listed).toEqual(OWED.filter((owed) => maySettle(may, owed)));
    }
  });

  it('lets a person decide an invoice in three ways (R8)', () => {
    expect(INVOICE_DECISIONS).toEqual(['still_due', 'write_off', 'credit_note', 'paid_otherwise']);
  });
});

describe('the trust steps', () => {
  it('come in the order payment, deposit, transfer (R5)', () => {
    expect(TRUST_STEPS).toEqual(['payment', 'deposit', 'transfer']);
    expect(TRUST_STEPS.map(stepBefore)).toEqual([null, 'payment', 'deposit']);
  });
});

it('is due for a month end on the days that count where nobody confirmed others', () => {
  const { dueDay, reviewDay } = RECONCILIATION_DEFAULT;
  const { month_end: reconcile, month_end_review: review } = OBLIGATIONS;
  expect([reconcile.due.dayOfMonth, review.due.dayOfMonth]).toEqual([dueDay, reviewDay]);
});
