// The words that the lint keeps from people (docs/words.md): what it must report, and what it must leave alone.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a plain module, which ESLint reads as it is
import { voice as untyped } from '../../eslint.voice.js';

const voice = untyped as Linter.Config;

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const linter = new Linter({ cwd: ROOT });
const SCRIPT = 'apps/portal/src/lib/x.ts';
const PAGE = 'apps/portal/src/lib/x.svelte';

function reported(code: string, filename: string): string[] {
  const config = [
    ...svelte.configs.base,
    { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    { files: ['**/*.svelte'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
    voice,
  ] as Linter.Config[];
  return linter.verify(code, config, { filename }).map(({ message }) => message);
}

describe('reports', () => {
  it.each([
    ['a string', "export const said = 'A refund that was asked for.';", SCRIPT],
    ['a template', 'export const said = `Declined ${1}. Look it up anew.`;', SCRIPT],
    ['a British spelling', "export const said = 'The check was cancelled.';", SCRIPT],
    ['a date as machines write it', "export const said = 'You can refund it from 2026-12-04.';", SCRIPT],
    ['the name of a time zone', "export const said = 'Days in America/New_York.';", SCRIPT],
    ['the text of a page', '<p>The refund waits for the owner.</p>', PAGE],
    ['an attribute', '<input title="Whoever requested it is told." />', PAGE],
    ['a string in an expression', "<p>{1 > 0 ? 'Books put back' : ''}</p>", PAGE],
    ['a sentence over two lines', '<p>\n  They are\n  told by email.\n</p>', PAGE],
  ])('%s', (_, code, filename) => {
    expect(reported(code, filename).length).toBeGreaterThan(0);
  });
});

describe('leaves alone', () => {
  it.each([
    ['the trade’s words', "export const said = 'You requested this refund again. It is pending.';", SCRIPT],
    ['a date as people write it', "export const said = 'Starting Friday, December 4, 2026.';", SCRIPT],
    ['a date alone, which is a value', "export const day = '2026-12-04';", SCRIPT],
    ['a time zone alone, which is a value', "export const zone = 'America/New_York';", SCRIPT],
    ['an import', "import { anew } from '#lib/asked for.ts';\nexport const said = anew;", SCRIPT],
    ['a date to type', '<input placeholder="MM/DD/YYYY" />', PAGE],
    ['an example in code', '<p>Write dates like <code>2026-11-30</code>.</p>', PAGE],
  ])('%s', (_, code, filename) => {
    expect(reported(code, filename)).toEqual([]);
  });
});
