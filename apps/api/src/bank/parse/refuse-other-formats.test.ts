import { expect, test } from 'vitest';
import { linesIn } from './test-support/lines-in.ts';

test.each([
  ['a PDF', '%PDF-1.7\n', 'a PDF'],
  ['a workbook', 'PK\u0003\u0004.......[Content_Types].xml', 'Excel workbook (.xlsx)'],
  ['a zip', 'PK\u0003\u0004.......march.csv', '.zip'],
  ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), '.xls'],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8), '.gz'],
  ['a web page', '\n<!DOCTYPE html><html>', 'HTML'],
  ['a web page with a table', '<table><tr><td>Date', 'HTML'],
  ['QIF', '!Type:Bank\nD03/10/2026', 'QIF'],
  ['QIF with its account', '!Account\nNTrust\n^\n!Type:Bank', 'QIF'],
  ['IIF', '!TRNS\tTRNSID', 'IIF'],
  ['MT940', ':20:STARTUMS\r\n:25:1001/1', 'MT940'],
  ['MT940 in its envelope', '{1:F01BANKUS33AXXX}{2:I940}', 'MT940'],
  [
    'CAMT',
    '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">',
    'CAMT',
  ],
  ['BAI2', '01,BANK,FIRM,260310,0800,1,,,2/\n02,FIRM,', 'BAI2'],
  ['JSON', '{"transactions": []}', 'JSON'],
])('%s is refused by its name, with what to do', (_, content, words) => {
  expect(linesIn(content)).toMatch(/export|Extract|Save As/);
  expect(linesIn(content)).toContain(words);
});
