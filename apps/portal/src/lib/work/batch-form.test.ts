import { expect, test } from 'vitest';
import { BATCH_MAX, batchKindOf, readBatch, tickOf } from './batch-form.ts';
import { settleTicked, type Settled } from './settle-ticked.ts';

const ONE = { refundId: 'rf_1', obligationId: 'obl_1' };
const OTHER = { refundId: 'rf_2', obligationId: 'obl_2' };
const THIRD = { refundId: 'rf_3', obligationId: 'obl_3' };

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test('each ticked row is read once, under its kind', () => {
  const form = formOf([
    ['decision', tickOf(ONE)],
    ['decision', tickOf(ONE)],
    ['decision', tickOf(OTHER)],
    ['attention', tickOf(THIRD)],
    ['note', ' Called them. '],
  ]);
  const ticked = { decision: [ONE, OTHER], attention: [THIRD] };
  expect(readBatch(form, 'decision')).toEqual({ ticked, note: 'Called them.', fault: null });
  expect(readBatch(form, 'attention')).toEqual({ ticked, note: 'Called them.', fault: null });
});

test('nothing is sent where nothing is ticked, too much is, or no note says what was done', () => {
  expect(readBatch(formOf([['attention', tickOf(ONE)]]), 'decision').fault).toMatch('Tick the invoices');
  expect(readBatch(formOf([['decision', tickOf(ONE)]]), 'attention').fault).toMatch('Tick what you');
  expect(readBatch(formOf([['attention', tickOf(ONE)]]), 'attention').fault).toMatch('Note what you did');
  const many = Array.from(
    { length: BATCH_MAX + 1 },
    (_, index) => ['decision', `rf_1:obl_${index}`] as const,
  );
  expect(readBatch(formOf(many), 'decision').fault).toBe('Tick 25 at most.');
});

test('what is no row is not read, so that it leads to no other address', () => {
  const odd = ['', 'rf_1', 'rf_1:', 'rf_../x:obl_1', 'rf_1:obl_1/approve', 'pay_1:obl_1', 'rf_1:obl_1\n'];
  const form = formOf(odd.map((value) => ['decision', value] as const));
  expect(readBatch(form, 'decision').ticked.decision).toEqual([]);
});

test('only what posts nothing, and asks for nothing but a note, can be ticked, by those who may settle it', () => {
  const anyone = () => true;
  expect(batchKindOf({ kind: 'invoice_decision', subject: 'alloc_1' }, anyone)).toBe('decision');
  expect(batchKindOf({ kind: 'attention', subject: 'late' }, anyone)).toBe('attention');
  for (const subject of ['transfer_under_way', 'outcome_unknown', 'processor_disagrees', 'something new']) {
    expect(batchKindOf({ kind: 'attention', subject }, anyone)).toBeNull();
  }
  for (const kind of [
    'approval',
    'trust_payment',
    'trust_restore',
    'bank_match',
    'reconciliation',
  ] as const) {
    expect(batchKindOf({ kind, subject: '' }, anyone)).toBeNull();
  }
  const mayResolve = (action: string) => action === 'refund.resolve';
  expect(batchKindOf({ kind: 'invoice_decision', subject: 'alloc_1' }, mayResolve)).toBeNull();
  expect(batchKindOf({ kind: 'attention', subject: 'late' }, (action) => !mayResolve(action))).toBeNull();
});

test('one that is refused stops none of the others', async () => {
  const refusal: Settled = { ok: false, problem: { status: 409, detail: 'It was decided otherwise.' } };
  const settle = (one: typeof ONE) => Promise.resolve(one === OTHER ? refusal : ({ ok: true } as const));
  expect(await settleTicked([ONE, OTHER, THIRD], settle)).toEqual({
    done: 2,
    refused: [{ ...OTHER, why: 'It was decided otherwise.' }],
    isAway: false,
  });
});

test('after one that got no answer the rest is not sent, and it is said', async () => {
  const tried: unknown[] = [];
  const settle = (one: typeof ONE): Promise<Settled> => {
    tried.push(one);
    return Promise.resolve(
      one === ONE ? { ok: true } : { ok: false, problem: { status: 503, detail: 'No answer.' } },
    );
  };
  const { done, refused, isAway } = await settleTicked([ONE, OTHER, THIRD], settle);
  expect([done, isAway, refused.map(({ why }) => why)]).toEqual([
    1,
    true,
    ['No answer.', 'Not sent: the one before it got no answer.'],
  ]);
  expect(tried).toEqual([ONE, OTHER]);
});
