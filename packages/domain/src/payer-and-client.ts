// Whether a payment's payer is the matter's client (EL3): a refund goes to the payer, and trust money belongs to the
// client. Names are written in many ways, so only what cannot be the same name is a difference.

/** Titles, generations and legal forms: how a name is written, not whose it is. */
const BESIDE_THE_NAME = new Set([
  ...['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'hon', 'rev', 'esq', 'md', 'phd'],
  ...['jr', 'sr', 'ii', 'iii', 'iv'],
  ...['the', 'and', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'pllc', 'pc', 'pa', 'plc', 'ltd', 'limited'],
  ...['co', 'company', 'corp', 'corporation'],
]);

/**
 * Whether the two names may be of one person or company: case, spaces, accents, punctuation, the order of the words,
 * titles, generations, legal forms and middle initials make no difference.
 */
export function mayBeSameName(one: string, other: string): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  // A name that says nothing cannot be judged.
  if (words.length === 0 || others.length === 0) return true;
  return areAllIn(words, others) && areAllIn(others, words);
}

/** Whether the refund of a payment would go to somebody else than the client; false if either is unknown. */
export function isPayerNotClient(payer: string, client: string | null): boolean {
  return client !== null && !mayBeSameName(payer, client);
}

function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    // P.A. and O'Neal are one word each.
    .replaceAll(/['’.]/g, '');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const named = words.filter((word) => !BESIDE_THE_NAME.has(word));
  return named.length > 0 ? named : words;
}

/** A middle initial stands for any word with that letter, and may be left out. */
function areAllIn(words: readonly string[], others: readonly string[]): boolean {
  const isLong = (word: string) => word.length > 1;
  const hasInitials = others.some((word) => !isLong(word));
  return words.every((word) => {
    if (others.includes(word)) return true;
    if (isLong(word)) return others.some((other) => !isLong(other) && word.startsWith(other));
    return !hasInitials || others.some((other) => other.startsWith(word));
  });
}
