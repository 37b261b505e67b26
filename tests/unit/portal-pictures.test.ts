// The pictures of the portal that the repository keeps: few, shown somewhere, and such as the browser tests take again.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGES } from '../e2e/pages.ts';
import { PICTURED_LOOKS, pictureName } from '../e2e/pictures.ts';
import { pathOf, sourceFiles } from './source-files.ts';

/** Each changes with every change of a page, and Git forgets none: all the others are in .data/pictures. */
const PICTURES_MAX = 10;

const pictures = readdirSync(pathOf('docs/images/portal'));

test('they are few', () => {
  expect(pictures.length).toBeLessThanOrEqual(PICTURES_MAX);
});

test('`npm run screenshots` takes each of them again', () => {
  const taken = Object.keys(PAGES).flatMap((page) => PICTURED_LOOKS.map((look) => pictureName(page, look)));
  expect(pictures.filter((picture) => !taken.includes(picture))).toEqual([]);
});

test('a page shows each of them', () => {
  const pages = sourceFiles('md').map(({ text }) => text);
  expect(pictures.filter((picture) => !pages.some((page) => page.includes(picture)))).toEqual([]);
});
