// Refuses files that are no CSV and no OFX by their own name, and says what to export instead.
import { Unreadable } from './values.ts';

const EXPORT =
  'In online banking, export the transactions as CSV or OFX (also called QFX, QBO, or Web Connect).';
const HEAD_LENGTH = 4_000;

const starts = (...bytes: readonly number[]) => String.fromCharCode(...bytes);
/** What the first bytes of a file say, one character each. */
const BINARY: readonly (readonly [start: string, what: string])[] = [
  ['%PDF', 'a PDF'],
  [starts(0xd0, 0xcf, 0x11, 0xe0), 'an old Excel workbook (.xls)'],
  [starts(0x1f, 0x8b), 'a compressed file (.gz)'],
  ['Rar!', 'a compressed file (.rar)'],
  [starts(0x37, 0x7a, 0xbc, 0xaf), 'a compressed file (.7z)'],
  [starts(0x89) + 'PNG', 'a picture'],
  [starts(0xff, 0xd8, 0xff), 'a picture'],
  ['GIF8', 'a picture'],
  ['II*\0', 'a picture'],
  ['MM\0*', 'a picture'],
];

const TEXTS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^\s*<(?:!doctype\s+html|html|head|body|table|div|script)\b/i, 'a web page (HTML)'],
  [
    /^\s*(?:<\?[^>]*\?>\s*|<!--[^>]*-->\s*)*<(?:\w+:)?Document\b[^>]*\biso:20022/i,
    'an ISO 20022 statement (CAMT)',
  ],
  [/^\s*(?:<\?[^>]*\?>\s*)*<(?:\w+:)?Workbook\b/i, 'an Excel workbook (XML)'],
  [/^\s*!(?:Type|Account|Option|Clear)\b/i, 'a QIF file'],
  [/^\s*!(?:TRNS|ACCNT|HDR|CUST)\b/, 'a QuickBooks IIF file'],
  [/^\s*(?:\{1:F?\d|:20:|:25:|(?:[^\n]*\n){0,5}:20:[^\n]*\n:25:)/, 'an MT940 file'],
  [/^\s*01,[^\n]*\/\s*\n\s*02,/, 'a BAI2 file'],
  [/^\s*101 ?\d{9,10}\d{9,10}\d{10}/, 'a NACHA (ACH) file'],
  [/^\s*\{\\rtf/, 'a text document (RTF)'],
  [/^\s*[[{]\s*["{}\]]/, 'a JSON file'],
];

/** @throws Unreadable if its first bytes are of another kind of file */
export function refuseOtherBytes(content: Uint8Array): void {
  const head = String.fromCharCode(...content.subarray(0, HEAD_LENGTH));
  if (head.startsWith('PK\u0003\u0004')) {
    const isWorkbook = /\[Content_Types\]\.xml|xl\/|_rels\//.test(head);
    throw isWorkbook
      ? new Unreadable(
          'This is an Excel workbook (.xlsx). Export the bank’s own CSV or OFX file; or, if there is none, choose Save As, “CSV UTF-8”, in Excel.',
        )
      : new Unreadable('This is a compressed file (.zip). Extract it, and import the CSV or OFX file in it.');
  }
  refuse(BINARY.find(([start]) => head.startsWith(start))?.[1]);
}

/** @throws Unreadable if its text is of another format */
export function refuseOtherTexts(text: string): void {
  const head = text.slice(0, HEAD_LENGTH);
  refuse(TEXTS.find(([pattern]) => pattern.test(head))?.[1]);
}

function refuse(what: string | undefined): void {
  if (what !== undefined) throw new Unreadable(`This is ${what}, which is not read. ${EXPORT}`);
}
