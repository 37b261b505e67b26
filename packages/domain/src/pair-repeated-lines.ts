// Which of the lines that we already have a statement has again: of the same day and amount, and if possible of the same
// ID, or in the same words.
import type { BankLine } from './bank-lines.ts';

type Said = Pick<BankLine, 'date' | 'amount' | 'currency' | 'description'> & {
  /** The bank's own ID for it, if it has one. */
  readonly bankId: string | null;
};

const sameMoney = ({ date, amount, currency }: Said) => JSON.stringify([date, amount, currency]);
const sameWords = (line: Said) => JSON.stringify([sameMoney(line), line.description]);
const sameId = (line: Said) => (line.bankId === null ? null : JSON.stringify([sameMoney(line), line.bankId]));

/**
 * The known lines that are the repeated ones, each at most once.
 * @param repeated lines of a statement that are not new
 * @param known of several that are equally like a line, the last is taken
 */
export function pairRepeatedLines<Known extends Said>(
  repeated: readonly Said[],
  known: readonly Known[],
): readonly Known[] {
  const taken = new Set<Known>();
  let left = repeated;
  for (const keyOf of [sameId, sameWords, sameMoney]) {
    const places = Map.groupBy(
      known.filter((one) => !taken.has(one)),
      keyOf,
    );
    left = left.filter((line) => {
      const key = keyOf(line);
      const one = key === null ? undefined : places.get(key)?.pop();
      if (one !== undefined) taken.add(one);
      return one === undefined;
    });
  }
  return [...taken];
}
