import { expect, test } from 'vitest';
import { describeEvent } from './timeline-labels.ts';

test('a task is told by what it asks for', () => {
  expect(describeEvent('obligation.opened', { kind: 'trust_deposit' })).toBe(
    'To do: firm deposit into operating',
  );
  expect(describeEvent('obligation.done', { kind: 'invoice_decision' })).toBe(
    'Done: decide about the invoice',
  );
});

test('a second sending says that it is the same refund', () => {
  expect(describeEvent('refund.sent', { again: false })).toBe('Sent to the payment processor');
  expect(describeEvent('refund.sent', { again: true })).toContain('under the same key');
});

test('an event that is newer than this screen is shown by its own name', () => {
  expect(describeEvent('refund.blessed_twice', {})).toBe('refund blessed twice');
});

test('an email is told by whom it reached, where the reader may know', () => {
  const data = { notificationId: 'ntf_1', event: 'refund_processing' };
  expect(describeEvent('notification.sent', data, { ntf_1: 'Nora Adler' })).toBe('Email sent to Nora Adler');
  expect(describeEvent('notification.failed', data, { ntf_1: 'Nora Adler' })).toBe(
    'The email to Nora Adler could not be delivered',
  );
  expect(describeEvent('notification.sent', data)).toBe('Email sent');
});
