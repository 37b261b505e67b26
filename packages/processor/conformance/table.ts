// The table of docs/processors.md: which rig shows which behaviour.
import { PROCESSOR_MODULES } from '../src/registry.ts';
import { BEHAVIOURS, BEHAVIOUR_NUMBERS } from './behaviours.ts';
import type { Rig } from './rig.ts';

/** One row for each behaviour; below it, why a rig does not show one. */
export function conformanceTable(rigs: readonly Rig[]): string {
  const rows = BEHAVIOUR_NUMBERS.map((number) => [
    String(number),
    BEHAVIOURS[number],
    ...rigs.map(({ notShown }) => (notShown[number] === undefined ? 'shown' : 'not shown')),
  ]);
  const reasons = rigs.flatMap(({ name, notShown }) =>
    Object.entries(notShown).map(([number, reason]) => `- ${number}, ${name}: ${reason}.`),
  );
  return [tableOf([['#', 'behaviour', ...rigs.map(({ name }) => name)], ...rows]), '', ...reasons].join('\n');
}

/** What each company can do, as the engine reads it. */
export function capabilityTable(): string {
  const names = Object.keys(PROCESSOR_MODULES[0]?.capabilities ?? {});
  const rows = names.map((name) => [
    `\`${name}\``,
    ...PROCESSOR_MODULES.map(({ capabilities }) => wordsOf(Object.entries(capabilities), name)),
  ]);
  return tableOf([['capability', ...PROCESSOR_MODULES.map(({ name }) => name)], ...rows]);
}

function wordsOf(entries: readonly (readonly [string, unknown])[], name: string): string {
  const value = entries.find(([key]) => key === name)?.[1];
  return JSON.stringify(value)
    .replaceAll('"', '')
    .replaceAll(/[{}[\]]/g, '')
    .replaceAll(',', ', ')
    .replaceAll(':', ' ');
}

/** Columns as wide as their widest cell, as the formatter would have them. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
