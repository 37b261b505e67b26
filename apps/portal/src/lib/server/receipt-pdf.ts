// A receipt as a PDF. Its font covers Latin, Greek, Cyrillic and more; other letters are transliterated, so that no
// name prints as empty boxes.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import anyAscii from 'any-ascii';
import { openSync } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Receipt } from '#lib/receipt/receipt.ts';

const { resolve } = createRequire(import.meta.url);
const REGULAR = resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const BOLD = resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const MARGIN = 56;
const NAME_WIDTH = 140;
const INK = '#14191c';
const INK_SOFT = '#4f5a63';

export function receiptPdf(receipt: Receipt): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'LETTER',
    margin: MARGIN,
    lang: 'en-US',
    displayTitle: true,
    info: { Title: `${receipt.title}, ${receipt.amount}`, Author: receipt.firm, Creator: 'Makewhole' },
  });
  const written = buffer(document);
  draw(document, receipt);
  document.end();
  return written;
}

function draw(document: PDFKit.PDFDocument, receipt: Receipt): void {
  const right = document.page.width - MARGIN;
  const bold = (size: number) => document.font(BOLD).fontSize(size).fillColor(INK);
  const plain = (size: number) => document.font(REGULAR).fontSize(size).fillColor(INK);
  const rule = () => {
    document.moveDown(0.6);
    document.moveTo(MARGIN, document.y).lineTo(right, document.y).strokeColor('#dce1e5').stroke();
    document.moveDown(0.6);
  };

  plain(10).fillColor(INK_SOFT).text(drawable(receipt.firm));
  bold(20).text(receipt.title);
  document.moveDown(0.4);
  bold(16).text(receipt.amount);
  plain(11).text(drawable(receipt.status));
  rule();
  for (const { name, value } of receipt.facts) {
    const top = document.y;
    plain(10).fillColor(INK_SOFT).text(name, MARGIN, top, { width: NAME_WIDTH });
    const nameEnd = document.y;
    const width = right - MARGIN - NAME_WIDTH;
    plain(10).text(drawable(value), MARGIN + NAME_WIDTH, top, { width });
    document.y = Math.max(nameEnd, document.y) + 4;
  }
  document.x = MARGIN;
  rule();
  bold(11).text('What was paid');
  document.moveDown(0.3);
  for (const { description, amount } of receipt.items) {
    const top = document.y;
    plain(10).text(amount, MARGIN, top, { width: right - MARGIN, align: 'right' });
    plain(10).text(drawable(description), MARGIN, top, { width: right - MARGIN - 110 });
    document.moveDown(0.2);
  }
  rule();
  plain(9).fillColor(INK_SOFT).text(drawable(receipt.footer), MARGIN);
}

const font = openSync(REGULAR);

/** The text in letters that the font has; a font file holds one font, which is what openSync then returns. */
function drawable(text: string): string {
  if (!('hasGlyphForCodePoint' in font)) return text;
  const has = (character: string) =>
    character === '\n' || font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  return Array.from(text.normalize('NFC'), (one) => (has(one) ? one : anyAscii(one))).join('');
}
