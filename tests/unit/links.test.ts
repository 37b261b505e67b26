// Whoever follows a link in the docs arrives: at a file that is there, and at a heading that it has.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pathOf, readSource, sourceFiles } from './source-files.ts';

const LINK = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

it.each(sourceFiles('md'))('$path has no link that leads nowhere', ({ path, text }) => {
  expect(linksIn(text).filter((link) => !leadsSomewhere(link, path))).toEqual([]);
});

it.each([
  ['../docs/api.md', true],
  ['api.md#be-told-webhooks', true],
  ['api.md#nothing-of-that-name', false],
  ['no-such-page.md', false],
])('a link to %s leads somewhere: %j', (link, leads) => {
  expect(leadsSomewhere(link, 'docs/README.md')).toBe(leads);
});

/** Of a Markdown text, without its examples: links and pictures, in either notation, but those to other sites. */
function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(LINK)]
    .map(([, target, source]) => target ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(link: string, from: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? from : join(dirname(from), file);
  if (!existsSync(pathOf(target))) return false;
  return heading === undefined || headingsOf(readSource(target)).includes(heading);
}

/** The names by which GitHub links to the headings of a page. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
