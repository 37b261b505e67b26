// docs/fault-report.md, out of what a campaign found.
import { execFileSync } from 'node:child_process';
import type { RunResult } from './campaign.ts';
import type { CompanyName } from './companies.ts';
import { INVARIANTS } from './invariants/invariant.ts';
import type { LastLook } from './last-look.ts';
import type { Kind } from './kinds/kind.ts';

type Campaign = {
  readonly companyName: CompanyName;
  /** As the report calls it. */
  readonly company: string;
  readonly seed: number;
  readonly results: readonly RunResult[];
  readonly kinds: readonly Kind[];
  /** Null where the runs were not all there is to look at. */
  readonly looked: LastLook | null;
};

/** The report in Markdown: what was done, what was found, and how long the worst recovery of each kind took. */
export function reportOf({ companyName, company, seed, results, kinds, looked }: Campaign): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const bad = results.filter(({ violations, failure }) => violations.length > 0 || failure !== null);
  const played = results.filter(({ skipped }) => skipped === null);
  const notPlayed = new Map(
    results.flatMap(({ kind, skipped: why }) => (why === null ? [] : [[kind, why] as const])),
  );
  const rows = kinds.map(({ name, what }) => {
    const own = results.filter(({ kind }) => kind === name);
    const times = own.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const failed = own.filter((result) => bad.includes(result)).length;
    const [median, worst] = [times[Math.floor(times.length / 2)] ?? 0, times.at(-1) ?? 0];
    const done = own.some(({ skipped }) => skipped !== null) ? 'not played' : own.length;
    return `| \`${name}\` | ${what} | ${done} | ${failed} | ${seconds(median)} | ${seconds(worst)} |`;
  });
  return [
    '# Fault report',
    `Written by \`npm run faults -- ${companyName === 'sandbox' ? '' : `--processor ${companyName} `}--seed ${seed} --runs ${results.length} --write\` on ${new Date().toISOString().slice(0, 10)}, at commit ${commit}, against the real stack (Postgres, Temporal, worker, API and the payment company, ${company}, each a process of its own).`,
    `**${played.length} runs over ${new Set(played.map(({ kind }) => kind)).size} kinds of fault: ${bad.length} failed.** ${countsOf(results)}`,
    'A run is one refund or a few, carried to its end through the API while the fault strikes. Afterwards these are asked of the tables, the payment company, the workflow and the mail server:',
    Object.entries(INVARIANTS)
      .map(([name, what]) => `- **${name}**: ${what}.`)
      .join('\n'),
    ...(looked === null ? [] : [saysOfTheEnd(looked)]),
    [
      '| kind | what strikes | runs | failed | median | worst |',
      '| --- | --- | --: | --: | --: | --: |',
      ...rows,
    ].join('\n'),
    ...(notPlayed.size === 0
      ? []
      : [`Not played:\n\n${[...notPlayed].map(([kind, why]) => `- \`${kind}\`: ${why}.`).join('\n')}`]),
    'The times are from the request to rest, with many runs side by side on the same machine, and the killing and restarting of parts among them: they say that refunds recover, not how fast one is alone.',
  ]
    .join('\n\n')
    .concat('\n');
}

function saysOfTheEnd({ refundsHere, refundsThere, leftOnPurpose, events, violations }: LastLook): string {
  const found = violations.length === 0 ? 'nothing else' : violations.map(({ what }) => what).join('; ');
  return `When all had come to rest, everything was reconciled once: ${refundsHere} refunds of ours and ${refundsThere} of the processor's, with the books and the workflows. It found the ${leftOnPurpose} differences that two kinds mean to leave (\`amount_mismatch\`, \`refunded_elsewhere\`), and ${found}. The whole audit trail, ${events} events, was verified online and offline.`;
}

function countsOf(results: readonly RunResult[]): string {
  const of = (name: string) =>
    results.filter(({ violations }) => violations.some(({ invariant }) => invariant === name)).length;
  const stuck = results.filter(({ failure }) => failure !== null).length;
  return `Refunded twice: ${of('I1')}. Unbalanced: ${of('I2')}. Lost: ${of('I3')}. In disagreement: ${of('I4')}. Not come to rest: ${stuck}.`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
