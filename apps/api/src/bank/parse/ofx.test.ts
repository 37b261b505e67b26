import { describe, expect, it } from 'vitest';
import { WIRE, list, ofx, linesIn } from './test-support/lines-in.ts';

describe('OFX', () => {
  const one = list('<TRNAMT>-30.00<FITID>1<NAME>WIRE OUT');
  const SGML = 'OFXHEADER:100\r\nDATA:OFXSGML\r\n\r\n';

  it.each([
    ['without a header', ofx(one)],
    ['with its header on one line', ofx(one, { before: 'OFXHEADER:100 DATA:OFXSGML ENCODING:UTF-8 ' })],
    ['with blank lines first', ofx(one, { before: '\n\n' })],
    ['with a header that begins elsewhere', ofx(one, { before: 'DATA:OFXSGML\nVERSION:102\n\n' })],
    ['in lower case', ofx(one).replace(/<[^>]*>/g, (tag) => tag.toLowerCase())],
    ['with a namespace', ofx(one, { root: 'OFX xmlns="http://ofx.net/types/2003/04"' })],
    ['with a space in its root', ofx(one, { root: 'OFX ' })],
    ['with its header in a comment', ofx(one, { before: `<?xml version="1.0"?><!-- ${SGML} -->` })],
    ['with a DOS end of file', `${ofx(one)}\u001a`],
    ['with words in lower case', ofx(one).replace('USD', 'usd')],
    ['with a decimal comma', ofx(one).replace('-30.00', '-30,00')],
  ])('%s is read', (_, text) => {
    expect(linesIn(text)).toEqual(WIRE);
  });

  it.each(['1.234,50', '1234,5', '1,234.50', '+1234.50', '1234.5000'])('has the amount %s', (text) => {
    expect(linesIn(ofx(one).replace('-30.00', text))).toEqual(['2026-03-10 123450 WIRE OUT']);
  });

  it.each(['1,234', '1.234', '30,000', '1,234,50', '', '30.00.00'])('has no amount %j', (text) => {
    expect(linesIn(ofx(one).replace('-30.00', text))).toContain('Transaction 1');
  });

  it('of a comma in one amount and a point in another is refused', () => {
    const mixed = list('<TRNAMT>-30.00<FITID>1', '<TRNAMT>1,50<FITID>2');
    expect(linesIn(ofx(mixed))).toContain('Transaction 2');
  });

  it.each([
    [
      'credit card',
      '<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>',
    ],
    [
      'investment',
      '<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>',
    ],
    [
      'loan',
      '<ofx><loanmsgsrsv1><loanstmttrnrs><loanstmtrs></loanstmtrs></loanstmttrnrs></loanmsgsrsv1></ofx>',
    ],
  ])('of a %s is refused by that name', (name, text) => {
    expect(linesIn(text)).toContain(`This is a${name === 'investment' ? 'n' : ''} ${name} statement`);
  });

  it.each([
    ['two documents', ofx(one) + ofx(one), 'statements'],
    ['two documents with headers', SGML + ofx(one) + SGML + ofx(one), 'statements'],
    [
      'two accounts',
      ofx(one).replace('<STMTTRNRS>', '<STMTTRNRS><STMTRS><CURDEF>USD</STMTRS></STMTTRNRS>$&'),
      'several accounts',
    ],
    ['a statement in a statement', ofx(`${one}<STMTRS><CURDEF>USD</STMTRS>`), 'several accounts'],
    [
      'a card beside the account',
      ofx(one).replace('</OFX>', '<CCSTMTRS></CCSTMTRS></OFX>'),
      'several accounts',
    ],
    ['no currency', ofx(one).replace('<CURDEF>USD', ''), 'CURDEF'],
    [
      'an error',
      '<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>2003<SEVERITY>ERROR<MESSAGE>No account</STATUS></STMTTRNRS></BANKMSGSRSV1></OFX>',
      '2003 No account',
    ],
    [
      'no date',
      ofx('<BANKTRANLIST><STMTTRN><TRNAMT>1.00<FITID>F7</STMTTRN></BANKTRANLIST>'),
      'Transaction F7: it has no date',
    ],
    ['a cut date', ofx(list('<TRNAMT>1.00')).replace('20260310', '2026031'), 'not a date'],
    ['a year of two digits', ofx(list('<TRNAMT>1.00')).replace('20260310', '03/10/26'), 'not a date'],
    [
      'two ledger balances in one',
      ofx(`${one}<LEDGERBAL><BALAMT>1.00<BALAMT>2.00<DTASOF>20260310</LEDGERBAL>`),
      'The ledger balance has more than one BALAMT',
    ],
    ['text after its end', `${ofx(one)} OFXHEADER:100`, 'after its end'],
  ])('with %s is refused', (_, text, words) => {
    expect(linesIn(text)).toContain(words);
  });

  it.each([
    ['20260311033000.000[0:GMT]', '2026-03-10'],
    ['20260311000000[0:GMT]', '2026-03-11'],
    ['20260311035959[-0:UTC]', '2026-03-10'],
    ['20260311080000[0:GMT]', '2026-03-11'],
    ['20260310233000[-5:EST]', '2026-03-10'],
    ['20260310003000[-8:PST]', '2026-03-10'],
    ['20260311033000', '2026-03-11'],
  ])('of the time %s is of the day %s', (time, day) => {
    expect(linesIn(ofx(one).replace('20260310', time))).toEqual([`${day} -3000 WIRE OUT`]);
  });
});
