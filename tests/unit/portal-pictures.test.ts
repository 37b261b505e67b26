// docs/portal.md shows every page that the browser tests look at, with pictures that are there.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PAGES } from '../e2e/pages.ts';
import { PICTURED_LOOKS, pictureName } from '../e2e/pictures.ts';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
const guide = readFileSync(`${DOCS}portal.md`, 'utf8');

test.each(Object.keys(PAGES))('%s is shown in both themes and at 360 px', (page) => {
  for (const look of PICTURED_LOOKS) expect(guide).toContain(`images/portal/${pictureName(page, look)}`);
});

test('every picture that is named is there', () => {
  const named = [...guide.matchAll(/images\/portal\/[a-z0-9-]+\.png/g)].map(([path]) => path);
  expect(named.filter((path) => !existsSync(`${DOCS}${path}`))).toEqual([]);
});
