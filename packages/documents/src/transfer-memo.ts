// The memo of a trust transfer, on the firm's letterhead: what the bank and the trust ledger are told, with lines for the
// lawyer's signature. It says what the money is for, which the rules of the bar ask for.
import { drawFacts, drawLetterhead, drawTitle, letterFrame, type PaperFact } from './letter.ts';
import {
  COLORS,
  MARGIN,
  asArtifact,
  asPart,
  drawLine,
  drawRule,
  drawText,
  printPaper,
  widthOfPage,
} from './paper.ts';

export type TransferMemoPaper = {
  readonly firm: string;
  readonly amount: string;
  readonly facts: readonly PaperFact[];
  readonly footer: string;
};

/** @param at the day that it is of: the same day and memo are the same bytes */
export function printTransferMemo(memo: TransferMemoPaper, at: Date): Promise<Buffer> {
  const { firm, amount, facts, footer } = memo;
  const frame = letterFrame({ title: `Trust transfer memo, ${amount}`, firm, at, foot: footer });
  return printPaper(frame, async (paper) => {
    drawLetterhead(paper, firm);
    drawTitle(paper, 'Trust transfer memo');
    drawText(paper, amount, { size: 24, weight: 'bold', color: COLORS.brand });
    drawText(paper, 'From trust to operating. This is a reimbursement, not a fee.', { size: 10.5 });
    drawRule(paper, { gap: 12 });
    drawFacts(paper, facts);
    drawRule(paper);
    drawText(paper, 'Authorized by a lawyer of the firm', {
      size: 11,
      weight: 'bold',
      type: 'H2',
      after: 34,
    });
    const half = widthOfPage(paper) / 2;
    const y = paper.pdf.y;
    asArtifact(paper, () => {
      const { pdf } = paper;
      pdf.lineWidth(0.6).strokeColor(COLORS.soft);
      pdf
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + half - 20, y)
        .stroke();
      pdf
        .moveTo(MARGIN + half, y)
        .lineTo(MARGIN + 2 * half, y)
        .stroke();
    });
    asPart(paper, 'P', () => {
      drawLine(paper, 'Signature', MARGIN, y + 4, { size: 8, color: COLORS.soft });
      drawLine(paper, 'Date', MARGIN + half, y + 4, { size: 8, color: COLORS.soft });
    });
  });
}
