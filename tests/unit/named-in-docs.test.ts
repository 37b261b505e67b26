// What the docs tell people to open, call or run is there. The decisions are left out: they tell of their time.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pathOf, readSource, sourceFiles } from './source-files.ts';

const pages = sourceFiles('md').filter(({ path }) => !/^docs\/adr\/\d/.test(path));

/** Served beside the API, for operators: not in its document. */
const NOT_IN_THE_DOCUMENT = ['/v1/codec', '/v1/codec/'];

// Both are written by this repository.
const { paths } = JSON.parse(readSource('packages/client/openapi.json')) as { paths: object };
const { scripts } = JSON.parse(readSource('package.json')) as { scripts: object };

it.each(pages)('$path names no file that is gone', ({ text }) => {
  const named = all(text, /`((?:apps|docs|packages|patches|stack|tests)\/[^`\s<*]*)`/g);
  expect(named.filter((path) => !existsSync(pathOf(path)))).toEqual([]);
});

it.each(pages)('$path names no call that the API has not', ({ text }) => {
  const known = new Set([...Object.keys(paths).map(withoutNames), ...NOT_IN_THE_DOCUMENT]);
  const named = all(text, /(\/v1\/(?:[\w/-]|\{[^}]*\})+)/g);
  expect(named.filter((path) => !known.has(withoutNames(path)))).toEqual([]);
});

it.each(pages)('$path names no npm script that is gone', ({ text }) => {
  expect(all(text, /npm run ([\w:-]+)/g).filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
});

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, named = '']) => named);
}

/** `/v1/refunds/{id}` and `/v1/refunds/{refundId}` are the same call. */
function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}
