import { ATTENTION_CAUSES } from '@makewhole/domain/attention';
import { OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import { expect, test } from 'vitest';
import { BATCH_MAX, canSelect, readBatch, selectionValueOf } from './batch-form.ts';
import { completeSelected, type Settled } from './complete-selected.ts';

const ONE = { refundId: 'rf_1', obligationId: 'obl_1' };
const OTHER = { refundId: 'rf_2', obligationId: 'obl_2' };
const THIRD = { refundId: 'rf_3', obligationId: 'obl_3' };

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test('each selected row is read once', () => {
  const form = formOf([
    ['decision', selectionValueOf(ONE)],
    ['decision', selectionValueOf(ONE)],
    ['decision', selectionValueOf(OTHER)],
    ['attention', selectionValueOf(THIRD)],
  ]);
  expect(readBatch(form)).toEqual({ selected: [ONE, OTHER], fault: null });
});

test('nothing is sent where nothing is selected, or too much is', () => {
  expect(readBatch(formOf([['attention', selectionValueOf(ONE)]])).fault).toMatch('Tick the invoices');
  const many = Array.from(
    { length: BATCH_MAX + 1 },
    (_, index) => ['decision', `rf_1:obl_${index}`] as const,
  );
  expect(readBatch(formOf(many)).fault).toBe('Tick 25 at most.');
});

test('what is no row is not read, so that it leads to no other address', () => {
  const odd = ['', 'rf_1', 'rf_1:', 'rf_../x:obl_1', 'rf_1:obl_1/approve', 'pay_1:obl_1', 'rf_1:obl_1\n'];
  const form = formOf(odd.map((value) => ['decision', value] as const));
  expect(readBatch(form).selected).toEqual([]);
});

test('only an invoice that is still due can be selected, by those who may decide about it', () => {
  const anyone = () => true;
  expect(canSelect({ kind: 'invoice_decision', subject: 'alloc_1' }, anyone)).toBe(true);
  for (const kind of OBLIGATION_KINDS.filter((one) => one !== 'invoice_decision')) {
    expect(canSelect({ kind, subject: '' }, anyone), kind).toBe(false);
  }
  for (const subject of ATTENTION_CAUSES) {
    expect(canSelect({ kind: 'attention', subject }, anyone), subject).toBe(false);
  }
  const mayNotDecide = (action: string) => action !== 'invoice.decide';
  expect(canSelect({ kind: 'invoice_decision', subject: 'alloc_1' }, mayNotDecide)).toBe(false);
});

test('one that is refused stops none of the others', async () => {
  const refusal: Settled = { ok: false, problem: { status: 409, detail: 'It was decided otherwise.' } };
  const settle = (one: typeof ONE) => Promise.resolve(one === OTHER ? refusal : ({ ok: true } as const));
  expect(await completeSelected([ONE, OTHER, THIRD], settle)).toEqual({
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
  const { done, refused, isAway } = await completeSelected([ONE, OTHER, THIRD], settle);
  expect([done, isAway, refused.map(({ why }) => why)]).toEqual([
    1,
    true,
    ['No answer.', 'Not sent: the one before it got no answer.'],
  ]);
  expect(tried).toEqual([ONE, OTHER]);
});
