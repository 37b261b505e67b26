import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keylessSandbox, sandbox } from './sandbox-rig.ts';
import { stripeOnDouble } from './stripe-rig.ts';
import { capabilityTable, conformanceTable } from './table.ts';

const PAGE = join(import.meta.dirname, '../../../docs/processors.md');

/** PROCESSOR_TABLES=write writes them. */
test('docs/processors.md has the tables as the kit and the modules have them', () => {
  const page = readFileSync(PAGE, 'utf8');
  const tables = {
    capabilities: capabilityTable(),
    conformance: conformanceTable([sandbox, keylessSandbox, stripeOnDouble]),
  };
  let written = page;
  for (const [name, table] of Object.entries(tables)) {
    const [begin, end] = [`<!-- ${name}: written by the kit -->`, `<!-- end of ${name} -->`];
    const [before, rest = ''] = written.split(begin);
    const [, after = ''] = rest.split(end);
    written = `${before ?? ''}${begin}\n\n${table}\n\n${end}${after}`;
  }
  if (process.env['PROCESSOR_TABLES'] === 'write') writeFileSync(PAGE, written);
  else expect(page).toBe(written);
});
