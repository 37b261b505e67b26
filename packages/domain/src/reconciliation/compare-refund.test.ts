import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId, type RefundId, type TransactionId } from '../ids.ts';
import { money } from '../money.ts';
import { invoiceReversals, operatingDebits, type Posting } from '../postings.ts';
import type { RefundRecord, ProcessorRefundStatus } from '../processor-record.ts';
import {
  reconcile,
  externalRefundDifference,
  externalRefundKey,
  type Compared,
  type OurRefund,
} from './compare-refund.ts';
import { DIFFERENCE_KINDS } from './difference.ts';
import { REFUND_STATUSES, type RefundStatus } from '../refund-states.ts';

const MATTER = asId<MatterId>('mat_1');
const NOW = '2026-03-04T07:00:00.000Z';
const EMPTY: OurRefund['books'] = {
  isClosed: false,
  legs: [{ account: 'operating', amount: money(100_00) }],
  matterId: MATTER,
  allocations: [],
  moves: [],
  transfer: 'not_made',
  decisions: [],
  postings: [],
};

const recordOf = (changes: Partial<RefundRecord> = {}): RefundRecord => ({
  id: 're_1',
  transactionId: asId<TransactionId>('txn_1'),
  amount: money(100_00),
  currency: 'USD',
  status: 'pending',
  ...changes,
});

const booked = (...postings: Posting[]): OurRefund['books'] => ({ ...EMPTY, postings });
const DEBITED = booked(...operatingDebits(EMPTY.legs), ...invoiceReversals(EMPTY.legs, []));

const ourRefund = (changes: Partial<OurRefund> = {}): OurRefund => ({
  id: asId<RefundId>('rf_1'),
  transactionId: asId<TransactionId>('txn_1'),
  status: 'processing',
  amount: money(100_00),
  currency: 'USD',
  processorRefundId: 're_1',
  requestedAt: '2026-03-03T15:00:00.000Z',
  books: DEBITED,
  ...changes,
});

const compared = (changes: Partial<Compared> = {}): Compared => ({
  ours: ourRefund(),
  records: [recordOf()],
  workflow: 'running',
  now: NOW,
  ...changes,
});

const kindsOf = (changes: Partial<Compared>) => reconcile(compared(changes)).map(({ kind }) => kind);

describe('a refund', () => {
  it('that all agree about has no differences', () => {
    expect(reconcile(compared())).toEqual([]);
  });

  it('that was accepted and is not there is missing, also when another one is there', () => {
    expect(kindsOf({ records: [] })).toEqual(['missing_at_processor']);
    const other = { records: [recordOf({ id: 're_2' })] };
    expect(kindsOf(other)).toEqual(['missing_at_processor', 'status_differs']);
  });

  it.each(['pending', 'succeeded'] as const)(
    'whose first record failed, and whose second one is %s, is told of the second one',
    (status) => {
      const ended = ourRefund({ status: 'failed', books: EMPTY });
      const paid = [recordOf({ status: 'failed' }), recordOf({ id: 're_2', status })];
      const [difference, ...more] = reconcile(compared({ ours: ended, records: paid }));
      expect(more).toEqual([]);
      expect(difference).toMatchObject({ kind: 'status_differs', processorRefundId: 're_2' });
      expect(difference?.explanation).toContain('$100.00 of payment txn_1');
      // The known one came back, and ours has not heard of it: both are reported.
      expect(kindsOf({ records: paid })).toEqual(['status_differs', 'status_differs']);
    },
  );

  it.each([{ amount: money(99_99) }, { currency: 'EUR' }, { transactionId: asId<TransactionId>('txn_2') }])(
    'differs where the company has %j',
    (changes) => {
      expect(kindsOf({ records: [recordOf(changes)] })).toEqual(['amount_differs']);
    },
  );

  it('that stands there twice is told as such, though one of the two is right', () => {
    const [difference] = reconcile(compared({ records: [recordOf(), recordOf({ id: 're_2' })] }));
    expect(difference).toMatchObject({ kind: 'refunded_twice', refundId: 'rf_1' });
    expect(difference?.explanation).toContain('re_1, re_2');
    expect(kindsOf({ records: [recordOf(), recordOf({ id: 're_2' })] })).toEqual(['refunded_twice']);
    expect(kindsOf({ records: [recordOf(), recordOf({ id: 're_2', status: 'failed' })] })).toEqual([]);
  });

  it('that ended unpaid, while money of another amount left, is one difference that keeps its key', () => {
    const ended = ourRefund({ status: 'failed', processorRefundId: null, books: EMPTY });
    const found = (['pending', 'succeeded'] as const).map((status) =>
      reconcile(compared({ ours: ended, records: [recordOf({ amount: money(90_00), status })] })),
    );
    expect(found).toMatchObject([[{ kind: 'amount_differs' }], [{ kind: 'amount_differs' }]]);
    expect(found[0]?.[0]?.key).toBe(found[1]?.[0]?.key);
  });

  it('that is open without a workflow is told once the sweep had its time', () => {
    expect(kindsOf({ workflow: 'ended' })).toEqual(['workflow_missing']);
    expect(kindsOf({ workflow: 'missing' })).toEqual(['workflow_missing']);
    expect(kindsOf({ workflow: 'failing' })).toEqual(['workflow_missing']);
    const young = ourRefund({ requestedAt: '2026-03-04T06:58:00.000Z' });
    expect(kindsOf({ ours: young, workflow: 'missing' })).toEqual([]);
    const closed = ourRefund({ status: 'succeeded', books: { ...DEBITED, isClosed: true } });
    expect(kindsOf({ ours: closed, records: [recordOf({ status: 'succeeded' })], workflow: null })).toEqual(
      [],
    );
  });

  it('has the same key for the same difference and another one for another', () => {
    const keysOf = (changes: Partial<Compared>) => reconcile(compared(changes)).map(({ key }) => key);
    const failed = { records: [recordOf({ status: 'failed' as const })] };
    expect(keysOf(failed)).toEqual(keysOf({ ...failed, now: '2026-03-05T07:00:00.000Z' }));
    expect(keysOf(failed)).not.toEqual(keysOf({ records: [recordOf({ status: 'returned' })] }));
  });
});

/** Our status with each status records: what agrees. A change here is a decision. */
const AGREEING: Record<RefundStatus, readonly ProcessorRefundStatus[]> = {
  requested: ['failed', 'returned'],
  rejected: ['failed', 'returned'],
  awaiting_approval: ['failed', 'returned'],
  declined: ['failed', 'returned'],
  canceled: ['failed', 'returned'],
  submitting: [],
  outcome_unknown: [],
  processing: ['pending'],
  succeeded: ['succeeded'],
  failed: ['failed', 'returned'],
};

describe.each(REFUND_STATUSES)('a refund that is %s here', (status) => {
  const books = status === 'processing' || status === 'succeeded' ? DEBITED : EMPTY;

  it.each(['pending', 'succeeded', 'failed', 'returned'] as const)('and %s there', (recordStatus) => {
    const kinds = kindsOf({
      ours: ourRefund({ status, books }),
      records: [recordOf({ status: recordStatus })],
    });
    expect(kinds).toEqual(AGREEING[status].includes(recordStatus) ? [] : ['status_differs']);
  });

  it('and not there, though it was never accepted, is no difference', () => {
    const never = ourRefund({ status, books, processorRefundId: null });
    expect(kindsOf({ ours: never, records: [] })).toEqual([]);
  });
});

describe('a refund there that is none of ours', () => {
  it('was made elsewhere while its money is on the way or gone', () => {
    for (const status of ['pending', 'succeeded'] as const) {
      expect(externalRefundDifference(recordOf({ status }))).toMatchObject({
        kind: 'refunded_elsewhere',
        key: externalRefundKey('re_1'),
        refundId: null,
        transactionId: 'txn_1',
        explanation: expect.stringContaining('$100.00'),
      });
    }
    for (const status of ['failed', 'returned'] as const) {
      expect(externalRefundDifference(recordOf({ status }))).toBeNull();
    }
  });
});

it('faults in the books are named, the first few of very many', () => {
  const allocations = Array.from({ length: 40 }, (_, index) => ({
    allocationId: asId<AllocationId>(`al_${index}`),
    amount: money(1_00),
  }));
  const legs = [{ account: 'operating' as const, amount: money(40_00) }];
  const books = { ...EMPTY, legs, allocations };
  const [difference] = reconcile(
    compared({
      ours: ourRefund({ status: 'succeeded', books }),
      records: [recordOf({ status: 'succeeded' })],
    }),
  );
  expect(difference?.explanation).toMatch(/ is missing; .* and 36 more/);
  expect(difference?.key.length).toBeLessThan(500);
});

it('every kind of difference but that of a payment is one that a refund can have, or is made elsewhere', () => {
  const found = new Set(
    [
      ...reconcile(compared({ records: [] })),
      ...reconcile(
        compared({
          records: [
            recordOf({ amount: money(1), status: 'failed' }),
            recordOf({ id: 're_2' }),
            recordOf({ id: 're_3' }),
          ],
          workflow: 'missing',
          ours: ourRefund({ books: EMPTY }),
        }),
      ),
      externalRefundDifference(recordOf()),
    ].map((difference) => difference?.kind),
  );
  expect(
    [...found, 'payment_differs', 'payment_unusable', 'receipt_missing', 'trust_differs'].sort(),
  ).toEqual([...DIFFERENCE_KINDS].sort());
});
