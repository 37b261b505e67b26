import { expect, it } from 'vitest';
import { accountingText, balanceAfter } from './client-accounting.ts';
import { money } from './money.ts';

const FACTS = {
  ...{ firmName: 'Adler & Brandt LLP', clientName: 'Dana <Whitfield>', matterNumber: '2026-014' },
  balanceBefore: money(0),
  moves: [
    { date: '2026-11-02', step: 'receipt', amount: money(2_000_00) },
    { date: '2026-11-27', step: 'trust_payment', amount: money(-1_250_00) },
  ],
};

it('says what came, what was paid, and the balance after each', () => {
  const { subject, text, html } = accountingText(FACTS);
  expect(subject).toBe('Accounting of your money in trust: Adler & Brandt LLP');
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'Balance before: $0.00',
      'Nov 2, 2026  Deposit  $2,000.00  $2,000.00',
      'Nov 27, 2026  Refund paid  -$1,250.00  $750.00',
      'Balance now: $750.00',
    ]),
  );
  expect(balanceAfter(FACTS)).toBe(750_00);
  expect(html).toContain('>Dana &lt;Whitfield&gt;,</p>');
});
