// New names use the field's words (docs/rules.md, "Words"): private ones that were there once do not come back.
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Words that no name has, whatever it names. */
const PRIVATE = new Set([
  ...['anew', 'border', 'calm', 'carried', 'carry', 'elsewhere', 'insist', 'instruction', 'instructions'],
  ...['mended', 'noted', 'relay', 'relayed', 'settlers', 'told', 'uneasy', 'unfollowed', 'wish', 'words'],
]);
/** Words that no function begins with: there is a better one. */
const PRIVATE_VERBS = new Set(['note', 'settle', 'tell']);

/** On the wire since the first release, or right in their place. */
const KEPT = new Set([
  // Activities and a workflow, by the names that histories have.
  ...[
    'noteOwed',
    'relayProcessorEvents',
    'takeInstruction',
    'tellOperator',
    'tellOwed',
    'tellVoidUnanswered',
  ],
  // The bank settles a payment; and a note is what a person wrote.
  ...['settlePayment', 'noteOn'],
]);

const EXPORTED = /^export (?:async )?(function|const|let|type|class|interface)\s+([A-Za-z_]\w+)/gm;

describe('names', () => {
  it.each([
    ['export const noteNews = 1;', ['noteNews']],
    ['export type RefundElsewhere = 1;', ['RefundElsewhere']],
    ['export function isUneasy() {}', ['isUneasy']],
    ['export const recordNews = 1;\nexport const settledAt = 1;\nexport const NOTE_LENGTH_MAX = 1;', []],
  ])('of %j are private: %j', (text, expected) => {
    expect(privateNames(text)).toEqual(expected);
  });

  it('are the field’s', () => {
    const found = sourceFiles('ts', 'mts', 'svelte').flatMap(({ path, text }) => [
      ...wordsOf(path.split('/').at(-1) ?? '').filter((word) => PRIVATE.has(word)),
      ...privateNames(text).map((name) => `${name} in ${path}`),
    ]);
    expect(found).toEqual([]);
  });
});

function privateNames(text: string): string[] {
  return [...text.matchAll(EXPORTED)].flatMap(([, kind = '', name = '']) => {
    const words = wordsOf(name);
    const isVerb = /^[a-z]/.test(name) && (kind === 'function' || kind === 'const') && words.length > 1;
    const isPrivate =
      words.some((word) => PRIVATE.has(word)) || (isVerb && PRIVATE_VERBS.has(words[0] ?? ''));
    return isPrivate && !KEPT.has(name) ? [name] : [];
  });
}

/** `noteRefundElsewhere`, `NOTE_MAX` and `note-refund.ts`, each in its words. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
