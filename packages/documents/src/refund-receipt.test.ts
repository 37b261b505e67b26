import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { printRefundReceipt, type RefundReceipt } from './refund-receipt.ts';

const AT = new Date('2026-11-30T12:00:00Z');
const RECEIPT: RefundReceipt = {
  firm: 'Adler & Brandt LLP',
  title: 'Refund receipt',
  status: 'Refunded in full on Nov 30, 2026.',
  amount: '$1,250.00',
  facts: [
    { name: 'Refunded to', value: 'Łukasz Żółć-Ørsted, Δήμητρα Ψ, Дмитрий Щукин' },
    { name: 'Reason', value: 'Paid twice.\nWe are sorry.' },
  ],
  items: [{ description: 'Legal services, invoice INV-14', amount: '$1,250.00' }],
  total: '$1,250.00',
  footer: 'Adler & Brandt LLP, as of Nov 30, 2026.',
};

async function read(receipt: RefundReceipt): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(await printRefundReceipt(receipt, AT)));
  const { text } = await extractText(pdf, { mergePages: true });
  return text.replaceAll(/\s+/g, ' ');
}

test('the PDF says what the receipt says, names of other alphabets too', async () => {
  const text = await read(RECEIPT);
  for (const said of [
    'Refund receipt',
    '$1,250.00',
    'Refunded in full on Nov 30, 2026.',
    'Łukasz Żółć-Ørsted, Δήμητρα Ψ, Дмитрий Щукин',
    'Paid twice. We are sorry.',
    'Legal services, invoice INV-14',
  ]) {
    expect(text).toContain(said);
  }
});

test('a name in letters that the font has not is written in letters that it has', async () => {
  const text = await read({ ...RECEIPT, facts: [{ name: 'Refunded to', value: '任天堂 Ltd.' }] });
  expect(text).toMatch(/Ren.?Tian.?Tang Ltd\./);
});

test('a long reason goes on to another page, and nothing is lost', async () => {
  const value = `${'We are sorry. '.repeat(600)}The end.`;
  const text = await read({ ...RECEIPT, facts: [{ name: 'Reason', value }] });
  expect(text).toContain('The end.');
  expect(text).toContain('Legal services, invoice INV-14');
});

test('the same receipt is the same bytes', async () => {
  const [one, other] = [await printRefundReceipt(RECEIPT, AT), await printRefundReceipt(RECEIPT, AT)];
  expect(one.equals(other)).toBe(true);
});

test('the receipt says its page, its total and in which language it is', async () => {
  const pdf = await getDocumentProxy(new Uint8Array(await printRefundReceipt(RECEIPT, AT)));
  const text = await read(RECEIPT);
  expect(text).toContain('Page 1 of 1');
  expect(text).toMatch(/Total \$1,250\.00/);
  expect((await pdf.getMetadata()).info).toMatchObject({
    ...{ Title: 'Refund receipt, $1,250.00', Language: 'en-US', PDFFormatVersion: '1.7' },
  });
});
