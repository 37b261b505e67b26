import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import type { Receipt } from '#lib/receipt/receipt.ts';
import { receiptPdf } from './receipt-pdf.ts';

const RECEIPT: Receipt = {
  firm: 'Adler & Brandt LLP',
  title: 'Refund receipt',
  status: 'Paid back in full on Nov 30, 2026.',
  amount: '$1,250.00',
  facts: [
    { name: 'Paid back to', value: 'Łukasz Żółć-Ørsted, Δήμητρα Ψ, Дмитрий Щукин' },
    { name: 'Reason', value: 'Paid twice.\nWe are sorry.' },
  ],
  items: [{ description: 'Legal services, invoice INV-14', amount: '$1,250.00' }],
  footer: 'Adler & Brandt LLP, as of Nov 30, 2026.',
};

async function read(receipt: Receipt): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(await receiptPdf(receipt)));
  const { text } = await extractText(pdf, { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

test('the PDF says what the receipt says, names of other alphabets too', async () => {
  const text = await read(RECEIPT);
  for (const said of [
    'Refund receipt',
    '$1,250.00',
    'Paid back in full on Nov 30, 2026.',
    'Łukasz Żółć-Ørsted, Δήμητρα Ψ, Дмитрий Щукин',
    'Paid twice. We are sorry.',
    'Legal services, invoice INV-14',
  ]) {
    expect(text).toContain(said);
  }
});

test('a name in letters that the font has not is written in letters that it has', async () => {
  const text = await read({ ...RECEIPT, facts: [{ name: 'Paid back to', value: '任天堂 Ltd.' }] });
  expect(text).toMatch(/Ren.?Tian.?Tang Ltd\./);
});

test('a long reason goes on to another page, and nothing is lost', async () => {
  const value = `${'We are sorry. '.repeat(600)}The end.`;
  const text = await read({ ...RECEIPT, facts: [{ name: 'Reason', value }] });
  expect(text).toContain('The end.');
  expect(text).toContain('Legal services, invoice INV-14');
});
