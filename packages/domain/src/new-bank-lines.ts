// Which lines of a statement are new. Statements overlap, come in two formats, and name the same money in other words; the
// IDs that banks give are sometimes none. Two lines are the same where the day and the amount are, and nothing says that they
// are two: so of so many in the file, as many are new as are more than we had. That holds because a bank lists whole days.
import type { BankLine, StatementFormat } from './bank-lines.ts';

type Said = Pick<BankLine, 'date' | 'amount' | 'currency' | 'description'> & {
  /** The bank's own ID of it, where it has one. */
  readonly bankId: string | null;
};
export type KnownLine = Said & { readonly format: StatementFormat };

/**
 * The lines that are none of the known ones, in their order, without IDs that are none: an ID that was another line's
 * before stands for nothing, nor do the others of its file.
 * @param known all lines of the account that have a day or an ID of the statement
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

/** The known lines, each taken once. */
function createPool(known: readonly KnownLine[], format: StatementFormat) {
  const taken = new Set<KnownLine>();
  const places = new Map<string, KnownLine[]>();
  for (const one of known.toReversed()) {
    // Two IDs of one kind that differ are two lines, whatever else is alike.
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
