import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTENTION_CAUSES } from './attention.ts';
import {
  INVOICE_DECISIONS,
  OBLIGATION_KINDS,
  TRUST_STEPS,
  dueAt,
  maySettle,
  ownerOf,
  reminderDaysFault,
  remindersOf,
  settledBy,
  stepBefore,
  type Owed,
} from './obligations.ts';
import { ROLES, SCOPES, roleMay, scopesMay, type Action, type Scope } from './roles.ts';

/** Every row of the table: each kind, and attention by each of its causes. */
const OWED: readonly Owed[] = OBLIGATION_KINDS.flatMap((kind): Owed[] =>
  kind === 'attention' ? ATTENTION_CAUSES.map((subject) => ({ kind, subject })) : [{ kind, subject: '' }],
);

function nameOf({ kind, subject }: Owed): string {
  return subject === '' ? kind : `${kind} ${subject}`;
}

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
      'dispute',
      'trust_replenish',
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
    [SCOPES, OWED.filter(({ kind }) => kind !== 'approval').map(nameOf)],
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
    expect(INVOICE_DECISIONS).toEqual(['still_due', 'write_off', 'credit_note']);
  });
});

describe('dueAt', () => {
  it.each([
    ['over Thanksgiving', '2026-11-24T15:00:00Z', '2026-12-02T22:00:00Z'],
    ['over Christmas', '2026-12-21T15:00:00Z', '2026-12-29T22:00:00Z'],
    ['over a year end', '2026-12-30T15:00:00Z', '2027-01-07T22:00:00Z'],
    ['into summer time', '2026-03-06T15:00:00Z', '2026-03-13T21:00:00Z'],
    ['out of summer time', '2026-10-30T15:00:00Z', '2026-11-06T22:00:00Z'],
    ['opened on a Saturday', '2026-11-28T15:00:00Z', '2026-12-04T22:00:00Z'],
    ['opened after the cut-off, on the same Eastern date', '2026-11-25T01:00:00Z', '2026-12-02T22:00:00Z'],
  ])('is the close of business on the fifth bank day, %s', (_, openedAt, due) => {
    expect(dueAt(openedAt, 'trust_payment')).toBe(due);
  });

  it('is the sooner the more it costs to wait, and the fifth bank day for all else', () => {
    const sooner = ['trust_restore', 'repayment', 'trust_replenish'];
    const others = OBLIGATION_KINDS.filter((kind) => !sooner.includes(kind));
    expect(dueAt('2026-11-25T15:00:00Z', 'attention', 'payment_disputed')).toBe('2026-11-25T22:00:00Z');
    expect(dueAt('2026-11-25T15:00:00Z', 'repayment')).toBe('2026-11-30T22:00:00Z');
    expect(dueAt('2026-11-25T15:00:00Z', 'trust_restore')).toBe('2026-11-27T22:00:00Z');
    expect(others.map((kind) => dueAt('2026-11-25T15:00:00Z', kind))).toEqual(
      others.map(() => '2026-12-03T22:00:00Z'),
    );
  });

  it.each([
    ['before business closes', '2026-11-25T21:59:00Z', '2026-11-25T22:00:00Z'],
    ['after it, over Thanksgiving', '2026-11-25T22:00:00Z', '2026-11-27T22:00:00Z'],
    ['on a Saturday', '2026-11-28T15:00:00Z', '2026-11-30T22:00:00Z'],
  ])('is the same bank day for a trust account that is short, if it opened %s', (_, openedAt, due) => {
    expect(dueAt(openedAt, 'trust_replenish')).toBe(due);
  });
});

describe('the days that a firm chooses', () => {
  it('are those on which it reminds and escalates', () => {
    const plan = remindersOf('2026-11-24T15:00:00Z', { remindAfter: [1], escalateAfter: 2 });
    expect(plan).toEqual([
      { at: '2026-11-25T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-11-27T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
  });

  it.each([
    [[2, 5], 7, null],
    [[1], 60, null],
    [[], 7, /one to 5/],
    [[1, 2, 3, 4, 5, 6], 7, /one to 5/],
    [[5, 2], 7, /later/],
    [[2, 2], 7, /later/],
    [[2, 7], 7, /later/],
    [[0, 2], 7, /from 1 to 60/],
    [[2.5], 7, /from 1 to 60/],
    [[2], 61, /from 1 to 60/],
  ])('%j and %d: %s', (remindAfter, escalateAfter, fault) => {
    const said = reminderDaysFault({ remindAfter, escalateAfter });
    if (fault === null) expect(said).toBeNull();
    else expect(said).toMatch(fault);
  });
});

describe('remindersOf', () => {
  it('reminds on bank days 2 and 5 and escalates on bank day 7', () => {
    expect(remindersOf('2026-11-24T15:00:00Z')).toEqual([
      { at: '2026-11-27T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-02T14:00:00Z', kind: 'reminder', nth: 2 },
      { at: '2026-12-04T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
  });

  it('counts bank days over a weekend and a change of clocks', () => {
    expect(remindersOf('2026-03-06T15:00:00Z').map(({ at }) => at)).toEqual([
      '2026-03-10T13:00:00Z',
      '2026-03-13T13:00:00Z',
      '2026-03-17T13:00:00Z',
    ]);
  });

  it('reminds twice by the time it is due and escalates afterwards, whenever it opened', () => {
    const seconds = fc.integer({
      min: Date.parse('2020-01-01') / 1000,
      max: Date.parse('2040-12-31') / 1000,
    });
    fc.assert(
      fc.property(seconds, (second) => {
        const openedAt = new Date(second * 1000).toISOString();
        const [reminder, lastReminder, escalation] = remindersOf(openedAt).map(({ at }) => Date.parse(at));
        const inOrder = [
          Date.parse(openedAt),
          reminder,
          lastReminder,
          Date.parse(dueAt(openedAt, 'attention')),
          escalation,
        ];
        expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => Number(a) - Number(b)));
      }),
    );
  });
});

describe('the trust steps', () => {
  it('come in the order payment, deposit, transfer (R5)', () => {
    expect(TRUST_STEPS).toEqual(['payment', 'deposit', 'transfer']);
    expect(TRUST_STEPS.map(stepBefore)).toEqual([null, 'payment', 'deposit']);
  });
});
