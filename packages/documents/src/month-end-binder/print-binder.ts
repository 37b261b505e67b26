// The month-end binder of a trust account as a paper: the first page is the reconciliation with its signatures, then the
// contents, and then each section of the form in its order. A draft says so on each page.
import { formatShortDay } from '@makewhole/domain/format-day';
import { addPage, printPaper, type Frame } from '../paper.ts';
import { FORM_SECTIONS, accountLine, partsOf, periodLine, type BinderPaper } from './binder-facts.ts';
import { drawContents } from './contents.ts';
import { drawFirstPage } from './first-page.ts';
import { drawSection } from './section-pages.ts';

/** The binder as a PDF: the same binder is the same bytes. */
export function printBinder(binder: BinderPaper): Promise<Buffer> {
  return printPaper(frameOf(binder), async (paper) => {
    addPage(paper);
    drawFirstPage(paper, binder);
    addPage(paper);
    drawContents(paper, binder);
    for (const { number, title } of FORM_SECTIONS.slice(2)) {
      await drawSection(paper, { number, title, parts: partsOf(binder, number) });
    }
  });
}

function frameOf(binder: BinderPaper): Frame {
  const { firm, title, id, version, asOf, status } = binder;
  return {
    title: `${title}, ${formatShortDay(binder.endingOn)}`,
    author: firm,
    at: asOf,
    running: [firm, `${accountLine(binder)}   |   ${periodLine(binder)}`],
    foot: `${title} · binder ${id}, version ${version}${status === 'signed' ? '' : ' · not signed'}`,
    stamp: status === 'signed' ? null : 'DRAFT',
  };
}
