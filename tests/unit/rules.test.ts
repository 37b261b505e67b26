// docs/rules.md is the legend: whoever meets R5 or B2 in a comment finds there what it says, and its tables are the code's.
import { describe, expect, it } from 'vitest';
import { PAYOUT_STEPS } from '@makewhole/domain/payouts';
import { FORWARD_STEPS, LEDGER_ACCOUNTS, POSTING_STEPS } from '@makewhole/domain/postings';
import { APPLIED_STEPS } from '@makewhole/domain/applied-from-trust';
import { OPENING_STEPS } from '@makewhole/domain/opening-books';
import { LOSS_STEPS } from '@makewhole/domain/losses';
import { REPAYMENT_STEPS } from '@makewhole/domain/repayment-postings';
import { RECEIPT_STEPS } from '@makewhole/domain/receipts';
import { TRUST_TRANSACTION_TYPES } from '@makewhole/domain/trust-transactions';
import { REFUND_STATUSES, TRANSITIONS } from '@makewhole/domain/refund-states';
import { readSource, sourceFiles } from './source-files.ts';

const LEGEND = readSource('docs/rules.md');

/**
 * A rule where it is cited. ACH return codes are another namespace (R01 to R85): below ten they have a zero in front, and
 * from ten on a number is taken for a rule only where rules are cited, first in brackets or behind another rule.
 */
const CITED = /(?<![\w/])(?:B[1-9]\d*|R[1-9]|(?<=\(|\b[RB][1-9]\d?, )R[1-9]\d+)(?![\w/'"`])/g;

/** The cells of every table row of the legend whose first cell is this, without their backticks. */
const ROWS = LEGEND.split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim()));

describe('citedRules', () => {
  it.each([
    ['only here (R5)', ['R5']],
    ['each by itself (R5, B4), and more', ['R5', 'B4']],
    ['// R4, B1: one refund', ['R4', 'B1']],
    ['just what B2 has to fear', ['B2']],
    ["it('R1: a payment is found by its ID alone')", ['R1']],
    ['a rule that nobody wrote (R13)', ['R13']],
    ['nor this one (R5, R13)', ['R5', 'R13']],
  ])('finds in %j the rules %j', (text, cited) => {
    expect(citedRules(text)).toEqual(cited);
  });

  it.each([
    "returned: { code: 'R10' }",
    'the bank days in which R01 and R29 may come',
    'returned as unauthorized (return code R29)',
    'not sufficient funds (R01)',
    'the codes R02/R20/R23',
    'PR5, R5a and _B2 are names',
  ])('finds none in %j', (text) => {
    expect(citedRules(text)).toEqual([]);
  });
});

describe('docs/rules.md', () => {
  const known = new Set(ROWS.map(([first = '']) => first).filter((first) => /^[RB]\d+$/.test(first)));

  it('has R1 to R12 and B1 to B17, each once and in order', () => {
    expect([...known]).toEqual([...numbered('R', 12), ...numbered('B', 17)]);
    expect(ROWS.filter(([first = '']) => known.has(first))).toHaveLength(known.size);
  });

  it('has every rule that is cited', () => {
    const unknown = sourceFiles('ts', 'svelte', 'js', 'mjs', 'css', 'sql', 'qnt', 'md')
      .filter(({ path }) => path !== 'tests/unit/rules.test.ts')
      .flatMap(({ path, text }) =>
        citedRules(text)
          .filter((rule) => !known.has(rule))
          .map((rule) => `${path}: ${rule}`),
      );
    expect(unknown, 'an ACH return code is cited as "return code R29"').toEqual([]);
  });

  it('has the states of a refund, and what may follow each', () => {
    const states = rowsOf('The states of a refund');
    expect(states.map(([status]) => status)).toEqual(REFUND_STATUSES);
    const next = states.map(([status = '', , following = '']) => [status, codes(following)] as const);
    expect(Object.fromEntries(next)).toEqual(TRANSITIONS);
  });

  it('has every account and every step of the books', () => {
    const names = rowsOf('The books').map(([name]) => name);
    const undone = new Set<string>(FORWARD_STEPS.map((step) => `undo_${step}`)).add('undo_trust_restore');
    const steps = POSTING_STEPS.filter((step) => !undone.has(step));
    expect(names.sort()).toEqual(
      [
        ...LEDGER_ACCOUNTS,
        ...PAYOUT_STEPS,
        ...RECEIPT_STEPS,
        ...LOSS_STEPS,
        ...APPLIED_STEPS,
        ...TRUST_TRANSACTION_TYPES,
        ...OPENING_STEPS,
        ...REPAYMENT_STEPS,
        ...steps,
        'invoice',
        'undo_...',
      ].sort(),
    );
  });
});

function citedRules(text: string): string[] {
  const cited = text.matchAll(CITED);
  return [...cited].map(([rule]) => rule);
}

function numbered(letter: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
}

/** The rows of the tables below a heading whose first cell is code. */
function rowsOf(heading: string): string[][] {
  const [, section = ''] = LEGEND.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(1, -1).split('|'))
    .map(([first = '', ...rest]) => [codes(first)[0] ?? '', ...rest]);
}

function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
