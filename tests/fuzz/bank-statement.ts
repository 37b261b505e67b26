// A bank statement as drawn for the fuzz of the readers of bank files: what a file says, before a bank's way to write it.
import fc from 'fast-check';

export type Entry = {
  /** YYYY-MM-DD */
  readonly date: string;
  /** Cents, negative for money out. */
  readonly amount: number;
  readonly words: string;
  /** Empty if there is none. */
  readonly reference: string;
};

/** Oldest first. */
export type Statement = {
  readonly entries: readonly Entry[];
  /** Cents; no later balance is negative. */
  readonly opening: number;
};

/** What a file must be read as. */
export type Reading = {
  readonly lines: readonly { readonly date: string; readonly amount: number; readonly description: string }[];
  readonly closing: { readonly balance: number; readonly date: string } | null;
};

/** Words that have troubled somebody's reader of bank files. */
const WORDS = [
  ...[
    'WIRE OUT',
    'DEPOSIT',
    'BRANCH, 4',
    "O'DELTA & SONS",
    'CAFÉ ZOË',
    'A "QUOTED" B',
    'BINDER 3" RINGS',
    'a|b',
  ],
  ...[
    'x;y',
    'ENDS,',
    '=1+2',
    '-5',
    '(30.00)',
    'TOTAL WINE & MORE',
    'BALANCE TRANSFER',
    '<b>',
    '&amp;',
    '1,234.50',
  ],
  ...[
    '03/10/2026',
    'USD',
    'DR',
    'CREDIT',
    'Ünïcödé',
    '中文',
    '👍🏽',
    '€',
    "''",
    '#',
    '%',
    '\\',
    '\\"',
    '2026',
    '~',
    '/*',
  ],
  ...[
    'OFX',
    ']]',
    '--',
    'N/A',
    'Fee',
    'REF: 77',
    '.',
    'a\tb',
    'a\nb',
    '+1',
    '@x',
    '$5',
    "it's",
    '<br>',
    '&#65',
    '{}',
  ],
];

const MS_PER_DAY = 86_400_000;
const FIRST_DAY = Date.parse('2024-01-01') / MS_PER_DAY;
const LAST_DAY = Date.parse('2026-11-20') / MS_PER_DAY;

const amount = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -999_999, max: 999_999 }) },
  { weight: 2, arbitrary: fc.constantFrom(-1, 1, 5, -50, 99, 100, -100, 1_000_00, -1_234_50, 9_000_00, 0) },
  { weight: 1, arbitrary: fc.integer({ min: -2_000_000_000_00, max: 2_000_000_000_00 }) },
);

const entry = fc.record({
  day: fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
  amount,
  words: fc
    .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
    .map((words) => words.join(' '))
    // A row that calls itself a balance is one.
    .filter((words) => !/^balance/i.test(words) || words.includes('TRANSFER')),
  reference: fc.constantFrom('', '', '77', 'REF-9', '00123', 'CK 4,5', 'a"b'),
});

/** @param nearDays whether all entries are of some weeks, as in a file that a person exports */
export const statements: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.array(entry, { minLength: 1, maxLength: 12 }),
    fc.boolean(),
    fc.integer({ min: 0, max: 5_000_000 }),
  )
  .map(([drawn, areNear, spare]) => {
    const [{ day: first } = { day: FIRST_DAY }] = drawn;
    const entries = drawn
      .map(({ day, ...rest }) => ({
        ...rest,
        date: dateOf(areNear ? Math.min(first + (day % 40), LAST_DAY) : day),
      }))
      .sort((one, other) => one.date.localeCompare(other.date));
    const out = entries.reduce((sum, one) => sum - Math.min(one.amount, 0), 0);
    return { entries, opening: out + spare };
  });

function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The balance after each entry. */
export function balancesOf({ entries, opening }: Statement): readonly number[] {
  let balance = opening;
  return entries.map((one) => (balance += one.amount));
}

/** Cents as "1234.50", without a sign. */
export function digitsOf(cents: number): string {
  const text = String(Math.abs(cents)).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** With commas between thousands. */
export function groupedOf(cents: number): string {
  return digitsOf(cents).replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
}
