// What was found, as lines for the terminal and as a page for docs/bench.md.
import { verdictOn, type Finding, type Measure } from './measure.ts';

export type Result = { readonly measure: Measure; readonly findings: readonly Finding[] };

/** Where and when the figures come from. */
export type Origin = {
  readonly date: string;
  readonly commit: string;
  readonly cores: number;
  readonly cpu: string;
  readonly system: string;
  readonly node: string;
  /** What waited for a core when the run began, on average of a minute: other work on the machine. */
  readonly loadAtStart: number;
};

export function lineOf(finding: Finding): string {
  const { what, reference, ratio } = finding;
  const sides =
    reference === null
      ? figureOf(finding, finding.ours)
      : `${figureOf(finding, finding.ours)} against ${figureOf(finding, reference.value)} (${reference.what})`;
  const compared = ratio === null ? [] : [`ratio ${spreadOf(finding)}`];
  return `  ${[`${what}: ${sides}`, ...compared, ...verdictsOf(finding)].join('; ')}`;
}

/** @param others what was not measured this time */
export function pageOf(origin: Origin, results: readonly Result[], others: readonly Measure[]): string {
  return [
    '# What it costs',
    '',
    `Measured on ${origin.date}, at commit ${origin.commit}: ${origin.cores} cores (${origin.cpu}),`,
    `${origin.system}, Node ${origin.node}, load ${origin.loadAtStart.toFixed(1)} when it began. Each figure is the median of several rounds that took turns`,
    'with its reference in the same run; in brackets the least and the most ratio of a round. Times and rates are this',
    "machine's, ratios are what to compare. A target is met, or not, where every round says so. A figure without a reference was measured once.",
    '',
    '`npm run bench` measures all but what takes many minutes; `-- --big` that too, `-- --only <name>` one measure, and',
    '`-- --write` writes what it measured into this page. It starts its own Postgres and Temporal, and needs an otherwise',
    'idle machine.',
    ...results.flatMap(({ measure, findings }) => [
      '',
      `## ${measure.name}`,
      '',
      measure.meaning,
      '',
      '| what | Makewhole | reference | ratio | targets |',
      '| --- | --- | --- | --- | --- |',
      ...findings.map(rowOf),
    ]),
    ...(others.length === 0 ? [] : ['', '## Not measured this time', '']),
    ...others.map(({ name, meaning }) => `- \`${name}\`: ${meaning}`),
    '',
  ].join('\n');
}

function rowOf(finding: Finding): string {
  const { what, ours, reference, ratio } = finding;
  const cells = [
    what,
    figureOf(finding, ours),
    reference === null ? '' : `${figureOf(finding, reference.value)}, ${reference.what}`,
    ratio === null ? '' : spreadOf(finding),
    verdictsOf(finding).join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function verdictsOf(finding: Finding): string[] {
  return finding.targets.map((target) => {
    const { name, bound, value } = target;
    return `${name} ${bound} ${value}: ${verdictOn(finding, target)}`;
  });
}

function spreadOf({ ratio }: Finding): string {
  if (ratio === null) return '';
  const { median, least, most } = ratio;
  const digits = (figure: number) => figure.toFixed(2);
  return least === most ? digits(median) : `${digits(median)} (${digits(least)} to ${digits(most)})`;
}

function figureOf({ unit }: Finding, figure: number): string {
  const digits = Number.isInteger(figure) || figure >= 1_000 ? 0 : figure >= 10 ? 1 : 2;
  return `${figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}
