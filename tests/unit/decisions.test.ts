// The decisions in docs/adr have one form, and their index has each of them.
import { expect, it } from 'vitest';
import { readSource, sourceFiles } from './source-files.ts';

const decisions = sourceFiles('md').filter(({ path }) => /^docs\/adr\/\d{4}-[^/]*$/.test(path));

it.each(decisions)(
  '$path has a numbered title, no other heading, and no status of its own',
  ({ path, text }) => {
    const [, number] = /^# (\d+)\. \S/.exec(text) ?? [];
    expect(number?.padStart(4, '0')).toBe(path.slice('docs/adr/'.length, 'docs/adr/0000'.length));
    expect(text.match(/^#.*|^(?:Date|Status):.*/gm)).toHaveLength(1);
  },
);

it('the index has a row for each, with its title and its status', () => {
  const index = readSource('docs/adr/README.md');
  const rows = [...index.matchAll(/^\| (\d+) +\| (\[.*\]\(.*\)) +\| (?:accepted|superseded by \d+) +\|$/gm)];
  const listed = rows.map(([, number, link]) => `${number} ${link}`);
  const expected = decisions.map(({ path, text }) => {
    const [, number, title] = /^# (\d+)\. (.*)/.exec(text) ?? [];
    return `${number} [${title}](${path.slice('docs/adr/'.length)})`;
  });
  expect(listed).toEqual(expected);
});
