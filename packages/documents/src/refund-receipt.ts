// A refund's receipt for the client, on the firm's letterhead.
import {
  drawFacts,
  drawItems,
  drawLetterhead,
  drawTitle,
  letterFrame,
  type PaperFact,
  type PaperItem,
} from './letter.ts';
import { COLORS, drawRule, drawText, printPaper } from './paper.ts';

export type RefundReceipt = {
  readonly firm: string;
  readonly title: string;
  /** The refund's status, in a sentence. */
  readonly status: string;
  readonly amount: string;
  readonly facts: readonly PaperFact[];
  readonly items: readonly PaperItem[];
  /** The items together. */
  readonly total: string;
  readonly footer: string;
};

/** @param at the day that it is of: the same day and refund are the same bytes */
export function printRefundReceipt(receipt: RefundReceipt, at: Date): Promise<Buffer> {
  const { firm, title, status, amount, facts, items, total, footer } = receipt;
  const frame = letterFrame({ title: `${title}, ${amount}`, firm, at, foot: footer });
  return printPaper(frame, async (paper) => {
    drawLetterhead(paper, firm);
    drawTitle(paper, title);
    drawText(paper, amount, { size: 24, weight: 'bold', color: COLORS.brand, after: 2 });
    drawText(paper, status, { size: 10.5 });
    drawRule(paper, { gap: 12 });
    drawFacts(paper, facts);
    drawRule(paper);
    drawText(paper, 'Payment items', { size: 11, weight: 'bold', type: 'H2', after: 4 });
    drawItems(paper, [...items, { description: 'Total', amount: total, isTotal: true }]);
  });
}
