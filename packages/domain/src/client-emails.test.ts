import { expect, it } from 'vitest';
import { clientEmailOf, clientRefundEmail, type ClientEmailFacts } from './client-emails.ts';
import { money } from './money.ts';

const FACTS: ClientEmailFacts = {
  ...{ recipientName: 'Dana Whitfield', firmName: 'Adler & Brandt LLP', amount: money(1_250_00) },
  ...{ currency: 'USD', method: 'card', last4: '4242', traceNumber: '7483', link: null },
  letterhead: { address: '1 Court St\nAlbany', phone: '(555) 010-0199', email: 'office@adler.example' },
  expected: { earliest: '2026-12-01', latest: '2026-12-02' },
};

it.each([
  ['processing', false, 'client_refund_requested'],
  ['succeeded', true, 'client_refund_arrived'],
  ['failed', true, 'client_refund_failed'],
  ['failed', false, null],
  ['declined', false, null],
  ['requested', false, null],
] as const)('a refund that is %s (accepted before: %s) tells its client %s', (status, wasAccepted, event) => {
  expect(clientEmailOf(status, wasAccepted)).toBe(event);
});

it('says the amount, the card, the dates and whom to call, in plain words', () => {
  const { subject, text } = clientRefundEmail('client_refund_requested', FACTS);
  expect(subject).toBe('Your refund of $1,250.00 is on its way');
  for (const said of [
    'Card ending in 4242',
    'December 1',
    '(555) 010-0199',
    'office@adler.example',
    '1 Court St',
  ]) {
    expect(text).toContain(said);
  }
});

it('gives the trace number once it was paid, and a link only where the firm gives links', () => {
  expect(clientRefundEmail('client_refund_arrived', FACTS).text).toContain('7483');
  const link = 'https://refunds.adler.example/r/token';
  expect(clientRefundEmail('client_refund_arrived', { ...FACTS, link }).text).toContain(link);
});
