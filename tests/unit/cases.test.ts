// docs/cases.md: each public report has a link and what it showed here, and the tests that it names exist.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pathOf } from './source-files.ts';

const rows = readFileSync(pathOf('docs/cases.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ['))
  .map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

it('each report is a link that says which it is, and stands once in a row', () => {
  expect(rows.length).toBeGreaterThan(60);
  for (const [reports = ''] of rows) {
    const linked = [...reports.matchAll(/\[([\w.-]+\/[\w.-]+)#(\d+)\]\(([^)]+)\)/g)];
    expect(linked.length, reports).toBe(reports.split(', ').length);
    for (const [, repository, number, url] of linked) {
      expect(url).toBe(`https://github.com/${repository}/issues/${number}`);
    }
  }
});

it('each test that is named exists, and is called that', () => {
  for (const [, showed = '', tests = ''] of rows) {
    expect(showed.length, tests).toBeGreaterThan(5);
    if (tests.startsWith('open: ') || tests === "the bank files' test") continue;
    for (const one of tests.split('; ')) {
      const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(one) ?? [];
      expect(existsSync(pathOf(file)), one).toBe(true);
      const text = readFileSync(pathOf(file), 'utf8');
      if (/^`.*`$/.test(name))
        expect(existsSync(pathOf(`tests/fixtures/bank/${name.slice(1, -1)}`)), one).toBe(true);
      else expect(text.includes(name) || text.includes(name.replaceAll("'", String.raw`\'`)), one).toBe(true);
    }
  }
});
