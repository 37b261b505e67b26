import { giveUpPaper, keepPaper, readPaperFacts, type PaperFacts } from '@makewhole/db/month-ends/keep-paper';
import type { BinderPaper } from '@makewhole/documents/month-end-binder/binder-facts';
import { printBinder } from '@makewhole/documents/month-end-binder/print-binder';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { PaperInput } from '@makewhole/domain/contracts/month-end-paper';
import type { Section } from '@makewhole/domain/month-ends/section';
import { startActivityClock } from './activity-clock.ts';
import type { Dependencies } from './dependencies.ts';

type Printing = PaperInput & { readonly at: Instant };

/** Prints a binder and keeps it. @returns whether it is there; false if it has too many entries */
export const printMonthEndPaper =
  ({ db }: Pick<Dependencies, 'db'>) =>
  async (input: Printing): Promise<boolean> => {
    const clock = startActivityClock(input.at);
    const facts = await readPaperFacts(db, input);
    if (facts === null) return true;
    if (facts.content === null) {
      await giveUpPaper(db, input, { failure: 'too_large', at: clock() });
      return false;
    }
    const content = await printBinder(binderOf(facts, facts.content));
    await keepPaper(db, input, { content, at: clock() });
    return true;
  };

/** Records that the binder is given up. */
export const giveUpMonthEndPaper =
  ({ db }: Pick<Dependencies, 'db'>) =>
  (input: Printing): Promise<void> =>
    giveUpPaper(db, input, { failure: 'not_made', at: startActivityClock(input.at)() });

function binderOf(facts: PaperFacts, content: Readonly<Record<string, unknown>>): BinderPaper {
  const { monthEnd, paper, firmName, timeZone, account, title } = facts;
  const { preparedAt, preparedBy, signedAt, signedBy, barNumber, barState } = monthEnd;
  const { id, version, scope, status, periodStart, endingOn, explanation, contentHash } = monthEnd;
  const isSigned = paper.isSigned && signedAt !== null;
  return {
    ...{ firm: firmName, timeZone, account, id, version, title, scope, periodStart, endingOn, explanation },
    status: isSigned ? 'signed' : status,
    agrees: content['agrees'] === true,
    prepared:
      preparedAt === null
        ? null
        : {
            name: facts.preparedByName ?? preparedBy ?? '',
            as: monthEnd.preparerPosition ?? 'preparer',
            at: preparedAt,
            mayTransfer: monthEnd.preparerMayTransfer === true,
          },
    signed: isSigned
      ? {
          name: facts.signedByName ?? signedBy ?? '',
          as: `bar number ${barNumber ?? ''}${barState === null ? '' : ` (${barState})`}`,
          at: signedAt,
        }
      : null,
    contentHash: isSigned ? contentHash : null,
    // Written by readBinder, which made each of them from the same type.
    sections: content['sections'] as readonly Section[],
    asOf: isSigned ? signedAt : paper.requestedAt,
  };
}
