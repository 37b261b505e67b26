// Checks what is stored beside the chain against it.
import { expect, it } from 'vitest';
import { checkBeside, createFactCheck } from './check-facts.mjs';
import { hashOfContent } from './hash-of-content.mjs';

const SALT = '00112233445566778899aabbccddeeff';
const AT = '2026-11-19T12:00:00.000Z';
const SAID = { transactionId: 'txn_1', amount: 100, currency: 'USD' };
const OF_ROW = { method: 'card', matterId: null, requestedOnBehalfOf: ['pr_2'], approvalRequired: true };
const ROW = {
  ...SAID,
  ...OF_ROW,
  ...{ status: 'processing', requestedBy: 'pr_1', requestedAt: AT, reason: 'Paid twice', internalNote: null },
  ...{ salt: SALT, approvedBy: 'pr_3', approvedAt: AT },
};
const reasonHash = hashOfContent({ field: 'reason', salt: SALT, text: 'Paid twice' });
const HASHED = { factsVersion: 1, ...OF_ROW, requestedBy: 'pr_1', reasonHash, internalNoteHash: null };
type Told = {
  readonly type: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
};
const requested: Told = { type: 'refund.requested', actor: 'pr_1', data: { ...SAID, ...HASHED } };
const approved: Told = { type: 'refund.approved', actor: 'pr_3', data: {} };
const processing: Told = { type: 'refund.processing', actor: 'makewhole', data: { status: 'processing' } };
const EVENTS = [requested, approved, processing];

it('holds where the row says what its events say', () => {
  expect(faultsOf(ROW)).toEqual([]);
});

it.each(Object.keys(ROW).filter((field) => field !== 'salt'))('finds an edited %s', (field) => {
  expect(new Set(faultsOf({ ...ROW, [field]: 'another' }))).toEqual(
    new Set([`the refund rf_1 has another ${field} than its timeline: it was edited`]),
  );
});

it('finds an approval that no event knows, and one that the row lost', () => {
  expect(faultsOf(ROW, [requested, processing])).toHaveLength(2);
  expect(
    faultsOf({ ...ROW, approvedBy: null, approvedAt: null }, [requested, approved, processing]),
  ).toHaveLength(2);
});

it('holds events of before, which have fewer facts, against what they have', () => {
  const later = [approved, processing];
  const earlier = [{ type: 'refund.requested', actor: 'pr_1', data: SAID }, ...later];
  expect(faultsOf({ ...ROW, reason: 'Another', salt: null }, earlier)).toEqual([]);
  expect(faultsOf({ ...ROW, requestedBy: 'pr_9' }, earlier)).toHaveLength(1);
});

it('refuses facts of a version that it does not know, and a timeline that begins with something else', () => {
  const later = [approved, processing];
  const newer = { type: 'refund.requested', actor: 'pr_1', data: { ...SAID, factsVersion: 2 } };
  expect(faultsOf(ROW, [newer, ...later])[0]).toContain('facts of version 2');
  expect(faultsOf(ROW, [...later, requested])[0]).toContain('does not begin with its request');
});

it('holds a note and a file against their hashes', () => {
  const note = { salt: SALT, text: 'By phone' };
  const noteHash = hashOfContent({ field: 'note', ...note });
  const evidenceSha256 = 'ab'.repeat(32);
  const beside = (
    data: Readonly<Record<string, unknown>>,
    kept?: typeof note,
    evidence?: string,
    redacted = new Set<string>(),
  ) => {
    const faults: string[] = [];
    checkBeside({ name: 'event rf_1/2', data, note: kept, evidence, redacted }, (fault) =>
      faults.push(fault),
    );
    return faults;
  };
  expect(beside({ noteHash, evidenceSha256 }, note, evidenceSha256)).toEqual([]);
  expect(beside({ noteHash }, { ...note, text: 'By mail' })).toEqual(['the note of event rf_1/2 was edited']);
  expect(beside({ noteHash })).toEqual(['the note of event rf_1/2 is missing']);
  expect(beside({}, note)).toEqual(['the note of event rf_1/2 was edited']);
  expect(beside({ evidenceSha256 }, undefined, 'cd'.repeat(32))).toEqual([
    'the evidence of event rf_1/2 was replaced',
  ]);
  expect(beside({ evidenceSha256 })).toEqual(['the evidence of event rf_1/2 is missing']);
  expect(beside({ evidenceSha256 }, undefined, undefined, new Set([evidenceSha256]))).toEqual([]);
  expect(beside({ evidenceSha256 }, undefined, 'cd'.repeat(32), new Set([evidenceSha256]))).toEqual([
    'the evidence of event rf_1/2 was replaced',
  ]);
});

function faultsOf(row: Readonly<Record<string, unknown>>, events: readonly Told[] = EVENTS): string[] {
  const faults: string[] = [];
  const check = createFactCheck('rf_1', row, (fault) => faults.push(fault));
  events.forEach((event, index) => {
    check.take({ ...event, at: AT, seq: index + 1 });
  });
  check.finish();
  return faults;
}
