import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml } from './email-layout.ts';
import { asId, type TransactionId } from './ids.ts';
import { money } from './money.ts';
import { refundOfPaymentLink, refundProcessingEmail } from './refund-email.ts';

const FACTS = {
  recipientName: 'Nora Adler',
  firmName: 'Adler & Brandt LLP',
  amount: money(125_00),
  currency: 'USD',
  method: 'ach',
  last4: '6789',
  payerName: 'Dana Whitfield',
  matter: { number: '2026-014', name: 'Whitfield lease' },
  transactionId: asId<TransactionId>('txn 1/2'),
  reason: 'Paid <twice>.',
  link: refundOfPaymentLink('https://portal.example', asId<TransactionId>('txn 1/2')),
} as const;
const EXPECTED = { earliest: '2026-11-30', latest: '2026-12-01' };

test('the email says who gets what back, when, and why, in plain text', () => {
  const { subject, text } = refundProcessingEmail(FACTS, EXPECTED);
  expect(subject).toBe('Payment refunded: $125.00 from Dana Whitfield');
  expect(text).toBe(
    [
      'Nora Adler,',
      '',
      'A payment on your matter is being refunded in full. Dana Whitfield should have the money between Monday, November 30 and Tuesday, December 1, 2026: from the processor on, that is the part of their bank.',
      '',
      'Amount: $125.00',
      'Payer: Dana Whitfield',
      'Paid with: ACH account ending in 6789',
      'Matter: 2026-014 Whitfield lease',
      'Transaction ID: txn 1/2',
      'Reason: Paid <twice>.',
      '',
      'See the refund: https://portal.example/payments/txn%201%2F2/refund',
      '',
      'Adler & Brandt LLP, sent by Makewhole',
    ].join('\n'),
  );
});

test('no line that a person wrote reads like one of ours', () => {
  const reason = 'ok\r\n\r\nAmount: $1.00\nSee the refund: https://evil.example\u2028Matter: none';
  const forged = {
    ...FACTS,
    reason,
    payerName: 'Dana\nAmount: $2.00',
    recipientName: 'Nora\r\nAmount: $3.00',
  };
  const { subject, text, html } = refundProcessingEmail(forged, EXPECTED);
  const lines = text.split(/\r\n|[\n\r\u2028]/);
  expect(lines.filter((line) => line.startsWith('Amount: '))).toEqual(['Amount: $125.00']);
  expect(lines.filter((line) => /^(?:See the refund|Matter): /.test(line))).toHaveLength(2);
  expect(text).toContain('Reason:\n  > ok\n  >\n  > Amount: $1.00\n  > See the refund: ');
  expect(html).toContain(
    '>ok<br><br>Amount: $1.00<br>See the refund: https://evil.example<br>Matter: none</blockquote>',
  );
  expect(subject).not.toMatch(/[\r\n]/);
});

test('what is not known is left out or said to be none', () => {
  const { text } = refundProcessingEmail({ ...FACTS, method: 'card', last4: null, matter: null }, EXPECTED);
  expect(text).toContain('Paid with: card\n');
  expect(text).toContain('Matter: none\n');
});

test('whatever a person wrote stays text in the HTML', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ' ') }), (reason) => {
      const { html } = refundProcessingEmail({ ...FACTS, reason }, EXPECTED);
      expect(html).toContain(`>${escapeHtml(reason.trimEnd())}</blockquote>`);
      expect(escapeHtml(reason)).not.toMatch(/[<>"']/);
    }),
  );
});
