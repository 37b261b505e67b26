// Finds the new lines of a statement. Statements overlap, come in two formats, and describe the same money in
// different words; the IDs that banks give are sometimes not unique. Two lines are the same if the day and the amount
// match and nothing says that they are two. So of the equal lines in a file, only those beyond the number that we
// already have are new. This works because a bank lists whole days.
import type { BankLine, StatementFormat } from './bank-lines.ts';

type Said = Pick<BankLine, 'date' | 'amount' | 'currency' | 'description'> & {
  /** The bank's own ID for it, if it has one. */
  readonly bankId: string | null;
};
export type KnownLine = Said & { readonly format: StatementFormat };

/**
 * The lines that are not known yet, in order. Drops IDs that are not unique: an ID that belonged to another line
 * before means nothing, and then neither do the other IDs of its file.
 * @param known all lines of the account with a day or an ID of the statement
 */
export function newBankLines<Line extends Said>(
  lines: readonly Line[],
  format: StatementFormat,
  known: readonly KnownLine[],
): readonly Line[] {
  const told = idsAreOwn(lines, known) ? lines : lines.map((line) => ({ ...line, bankId: null }));
  const pool = createPool(known, format);
  const passes: ((line: Line) => boolean)[] = [
    (line) => line.bankId !== null && pool.take(sameId(line)),
    (line) => pool.takeLike(line, sameWords),
    (line) => pool.takeLike(line, sameMoney),
  ];
  return passes.reduce<readonly Line[]>((left, isKnown) => left.filter((line) => !isKnown(line)), told);
}

function idsAreOwn(lines: readonly Said[], known: readonly KnownLine[]): boolean {
  const moneyById = new Map(
    known.filter(({ bankId }) => bankId !== null).map((one) => [one.bankId, sameMoney(one)]),
  );
  return lines.every((line) => {
    const before = line.bankId === null ? undefined : moneyById.get(line.bankId);
    return before === undefined || before === sameMoney(line);
  });
}

const sameMoney = ({ date, amount, currency }: Said) => JSON.stringify([date, amount, currency]);
const sameWords = (line: Said) => JSON.stringify([sameMoney(line), line.description]);
const sameId = (line: Said) => JSON.stringify([sameMoney(line), 'id', line.bankId]);

/** The known lines, each matched at most once. */
function createPool(known: readonly KnownLine[], format: StatementFormat) {
  const taken = new Set<KnownLine>();
  const places = new Map<string, KnownLine[]>();
  for (const one of known.toReversed()) {
    // Two different IDs of one kind mean two lines, even if everything else is equal.
    const kind = one.bankId !== null && one.format === format ? 'own' : 'any';
    for (const key of [sameId(one), ...[sameWords(one), sameMoney(one)].map((same) => kind + same)]) {
      const place = places.get(key);
      if (place === undefined) places.set(key, [one]);
      else place.push(one);
    }
  }
  const take = (key: string): boolean => {
    const place = places.get(key) ?? [];
    for (let one = place.pop(); one !== undefined; one = place.pop()) {
      if (taken.has(one)) continue;
      taken.add(one);
      return true;
    }
    return false;
  };
  const takeLike = (line: Said, like: (line: Said) => string): boolean =>
    take(`any${like(line)}`) || (line.bankId === null && take(`own${like(line)}`));
  return { take, takeLike };
}
