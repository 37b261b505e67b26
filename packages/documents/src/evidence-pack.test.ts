import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import type { EvidencePack } from '@makewhole/domain/evidence-pack';
import { printEvidencePack } from './evidence-pack.ts';

const PACK: EvidencePack = {
  firm: { name: 'Adler & Brandt LLP', timeZone: 'America/New_York' },
  dispute: {
    ...{ id: 'dsp_1', processorDisputeId: 'dp_4711', kind: 'chargeback', reason: 'credit_not_processed' },
    ...{ networkCode: '13.7', amount: 1_250_00, currency: 'USD' },
    ...{ openedAt: '2026-11-28T15:00:00.000Z', respondBy: '2026-12-09T22:00:00.000Z' },
  },
  sections: ['refund', 'payment', 'documents'],
  statement: 'The client was paid back before the dispute was opened.',
  documents: [
    {
      ...{ evidenceId: 'ev_1', title: 'Engagement letter', mediaType: 'application/pdf' },
      ...{ size: 204_800, sha256: 'ab'.repeat(32) },
    },
  ],
  refund: {
    ...{ id: 'rf_1', status: 'succeeded', amount: 1_250_00, currency: 'USD' },
    ...{ requestedAt: '2026-11-20T15:00:00.000Z', settledAt: '2026-11-24T15:00:00.000Z' },
    ...{ processorRefundId: 're_9', traceNumber: '74837593847593847593847' },
  },
  payment: {
    ...{ transactionId: 'txn_1', amount: 1_250_00, currency: 'USD', method: 'card', last4: '4242' },
    ...{ payerName: 'Dana Whitfield', payerEmail: null },
    ...{ createdAt: '2026-11-02T15:00:00.000Z', settledAt: '2026-11-04T15:00:00.000Z' },
    items: [{ description: 'Invoice 10431', amount: 1_250_00 }],
  },
};
const MADE = {
  ...{ reason: 'The cardholder says a refund never arrived', id: 'ep_1', madeBy: 'Elena Park' },
  ...{ madeAt: new Date('2026-11-30T15:00:00Z'), contentHash: 'cd'.repeat(32) },
};

async function read(pack: EvidencePack): Promise<string> {
  const printed = await printEvidencePack({ pack, ...MADE });
  const pdf = await getDocumentProxy(new Uint8Array(printed));
  return (await extractText(pdf, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
}

test('a refund that the client already has stands first, with its trace number', async () => {
  const text = await read(PACK);
  expect(text).toContain('The client has been refunded');
  expect(text).toContain('74837593847593847593847');
  expect(text.indexOf('74837593847593847593847')).toBeLessThan(text.indexOf('txn_1'));
  for (const said of [
    'dp_4711',
    '(code 13.7)',
    'Wednesday, December 9, 2026',
    'Tuesday, November 24, 2026',
    'The client was paid back before the dispute was opened.',
    'Engagement letter',
    'Prepared by Elena Park',
  ]) {
    expect(text).toContain(said);
  }
});

test('nothing is printed that was not chosen, and a refund that failed is not called one', async () => {
  const { refund: _refund, ...rest } = PACK;
  const text = await read({ ...rest, sections: ['payment'], statement: '' });
  expect(text).not.toContain('refunded');
  expect(text).not.toContain('Matter');
  const failed = PACK.refund && { ...PACK.refund, status: 'failed' as const, settledAt: null };
  expect(await read({ ...PACK, refund: failed ?? null })).not.toContain('has been refunded');
});

test('the same pack is the same bytes', async () => {
  const [one, other] = [
    await printEvidencePack({ pack: PACK, ...MADE }),
    await printEvidencePack({ pack: PACK, ...MADE }),
  ];
  expect(one.equals(other)).toBe(true);
});
