// The accounting of a client's trust money as a letter, word for word as it is kept: for a client whose address the firm
// mails to, and for the file.
import { drawFacts, drawLetterhead, letterFrame } from './letter.ts';
import { COLORS, drawRule, drawText, printPaper } from './paper.ts';

export type AccountingLetter = {
  readonly firm: string;
  readonly recipient: string;
  readonly subject: string;
  /** Its paragraphs and rows, with line feeds. */
  readonly text: string;
  readonly sha256: string;
  /** "Sent by email on ..." or that it was not. */
  readonly sent: string;
};

/** @param at when it was written: the same letter is the same bytes */
export function printAccountingLetter(letter: AccountingLetter, at: Date): Promise<Buffer> {
  const { firm, recipient, subject, text, sha256, sent } = letter;
  const frame = letterFrame({ title: `${subject}, ${recipient}`, firm, at, foot: `${firm} · ${recipient}` });
  return printPaper(frame, (paper) => {
    drawLetterhead(paper, firm);
    drawText(paper, subject, { size: 15, weight: 'bold', type: 'H1', after: 10 });
    for (const paragraph of text.split(/\n{2,}/)) drawText(paper, paragraph, { size: 10, after: 8 });
    drawRule(paper);
    drawFacts(paper, [
      { name: 'Delivery', value: sent },
      { name: 'SHA-256 of the text', value: sha256 },
    ]);
    drawText(paper, 'The firm keeps this accounting word for word.', { size: 8, color: COLORS.soft });
    return Promise.resolve();
  });
}
