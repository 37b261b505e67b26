import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const WALL_RULES = new Set([
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-globals',
  'no-restricted-properties',
  'no-restricted-syntax',
]);

/** Imports that a wall stops, by the file that must not contain them. */
const STOPPED: readonly (readonly [file: string, imported: string])[] = [
  ['packages/domain/src/x.ts', '@makewhole/db/connect'],
  ['packages/domain/src/x.ts', '@makewhole/client/client'],
  ['packages/domain/src/x.ts', 'node:fs'],
  ['packages/domain/src/deep/x.ts', 'drizzle-orm'],
  ['packages/db/src/x.ts', '@makewhole/processor/port'],
  ['packages/db/src/x.ts', '@makewhole/worker/main'],
  ['packages/db/src/x.ts', '@temporalio/client'],
  ['packages/processor/src/x.ts', '@makewhole/db/connect'],
  ['packages/processor/src/x.ts', 'postgres'],
  ['packages/processor/src/x.ts', './stripe/module.ts'],
  ['packages/processor/src/sandbox/x.ts', '../stripe/module.ts'],
  ['packages/processor/conformance/x.ts', '../src/stripe/module.ts'],
  ['apps/worker/src/activities/x.ts', '@makewhole/processor/sandbox/adapter'],
  ['apps/api/src/x.ts', '@makewhole/processor/stripe/module'],
  ['tests/support/x.ts', '@makewhole/processor/sandbox/adapter'],
  ['apps/api/src/x.ts', '@makewhole/processor/conformance/start-stripe-double'],
  ['packages/client/src/x.ts', '@makewhole/api/app'],
  ['packages/client/src/x.ts', '@makewhole/domain/money'],
  ['packages/client/src/x.ts', '../../../apps/api/src/app.ts'],
  ['packages/runtime/src/x.ts', '@makewhole/db/connect'],
  ['packages/runtime/src/x.ts', '@temporalio/client'],
  ['packages/temporal/src/x.ts', '@makewhole/db/connect'],
  ['apps/api/src/refunds/x.ts', '@makewhole/worker/workflows/refund/refund'],
  ['apps/api/src/x.ts', '../../worker/src/workflows/refund.ts'],
  ['apps/api/src/x.ts', '@makewhole/sandbox/app'],
  ['apps/api/src/x.ts', '@makewhole/client/client'],
  ['apps/api/src/x.ts', 'drizzle-orm'],
  ['apps/api/src/x.ts', '@temporalio/worker'],
  ['apps/api/src/x.ts', 'undici'],
  ['apps/worker/src/activities/x.ts', '@makewhole/api/app'],
  ['apps/worker/src/activities/x.ts', 'drizzle-orm/postgres-js'],
  ['apps/worker/src/activities/x.ts', 'node:https'],
  ['apps/worker/src/webhooks/x.ts', '@makewhole/processor/port'],
  ['apps/worker/src/workflows/x.ts', '@makewhole/db/connect'],
  ['apps/worker/src/workflows/x.ts', '@temporalio/client'],
  ['apps/worker/src/workflows/x.ts', 'node:crypto'],
  ['apps/worker/src/workflows/x.ts', 'zod'],
  ['apps/worker/src/workflows/x.ts', '../activities/send-emails.ts'],
  ['apps/worker/src/workflows/refund/x.ts', '../../activities/send-emails.ts'],
  ['apps/worker/src/workflows/refund/x.ts', '@makewhole/db/connect'],
  ['apps/portal/src/routes/x.ts', '@makewhole/db/connect'],
  ['apps/portal/src/lib/x.svelte', '@makewhole/api/app'],
  ['apps/portal/src/lib/x.svelte', 'postgres'],
  ['apps/sandbox/src/x.ts', '@makewhole/domain/money'],
  ['apps/cli/src/x.ts', '@makewhole/processor/port'],
  ['apps/cli/src/x.ts', '@makewhole/worker/main'],
  ['apps/cli/src/x.ts', 'postgres'],
  ['stack/src/x.ts', '@makewhole/sandbox/app'],
  ['stack/src/x.ts', '@makewhole/worker/main'],
  ['tests/support/x.ts', '@makewhole/sandbox/app'],
];

/** Imports that the arrows of the house allow. */
const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ['packages/domain/src/x.ts', './money.ts'],
  ['packages/db/src/refunds/x.ts', '@makewhole/domain/money'],
  ['packages/db/src/refunds/x.ts', 'drizzle-orm'],
  ['packages/processor/src/x.ts', '@makewhole/domain/money'],
  ['packages/processor/src/registry.ts', './stripe/module.ts'],
  ['packages/processor/src/stripe/x.ts', './wire.ts'],
  ['packages/processor/src/stripe/x.ts', '../port.ts'],
  ['apps/api/src/x.ts', '@makewhole/processor/connect-processor'],
  ['apps/api/src/refunds/x.ts', '@makewhole/db/connect'],
  ['apps/api/src/refunds/x.ts', '@makewhole/processor/port'],
  ['apps/api/src/refunds/x.ts', '@temporalio/client'],
  ['apps/worker/src/activities/x.ts', '@makewhole/processor/port'],
  ['apps/worker/src/webhooks/x.ts', 'node:https'],
  ['apps/worker/src/workflows/x.ts', '@makewhole/domain/contracts/refund'],
  ['apps/worker/src/workflows/x.ts', '@temporalio/workflow'],
  ['apps/worker/src/workflows/x.ts', './activity-proxies.ts'],
  ['apps/portal/src/lib/x.svelte', '@makewhole/client/client'],
  ['apps/portal/src/routes/x.ts', '@makewhole/domain/money'],
  ['stack/src/x.ts', 'postgres'],
  ['tests/support/x.ts', '@makewhole/processor/conformance/start-stripe-double'],
];

/** Code that a wall stops without an import. */
const STOPPED_CODE: readonly (readonly [file: string, code: string])[] = [
  ['packages/domain/src/x.ts', 'export const now = Date.now();'],
  ['packages/domain/src/x.ts', 'export const luck = Math.random();'],
  ['packages/domain/src/x.ts', 'export const home = process.env.HOME;'],
  ['apps/api/src/x.ts', "await fetch('http://localhost');"],
  ['apps/worker/src/activities/x.ts', "await fetch('http://localhost');"],
  ['apps/api/src/x.ts', "await import('@makewhole/worker/main');"],
  ['apps/api/src/x.ts', 'export enum Status { open }'],
  ['apps/api/src/x.ts', 'export default 1;'],
];

let eslint: ESLint;

beforeAll(() => {
  // The walls need no types, and these files do not exist: no type checker could know them.
  const withoutTypes = { languageOptions: { parserOptions: { projectService: false } } };
  eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: [tseslint.configs.disableTypeChecked, withoutTypes],
    ruleFilter: ({ ruleId }) => WALL_RULES.has(ruleId),
  });
});

describe('the import walls', () => {
  it.each(STOPPED)('keep from %s the import of %s', async (file, imported) => {
    expect(await complaints(file, importOf(imported))).toEqual([expect.stringContaining('Wall: ')]);
  });

  it.each(ALLOWED)('let %s import %s', async (file, imported) => {
    expect(await complaints(file, importOf(imported))).toEqual([]);
  });

  it.each(['../activities/create-activities.ts'])('let a workflow take types of %s', async (from) => {
    const code = `import type { Thing } from '${from}';\nexport type Mine = Thing;`;
    expect(await complaints('apps/worker/src/workflows/x.ts', code)).toEqual([]);
  });

  it.each(STOPPED_CODE)('keep from %s the code: %s', async (file, code) => {
    expect(await complaints(file, code)).toHaveLength(1);
  });
});

function importOf(imported: string): string {
  return `import { thing } from '${imported}';\nthing();`;
}

async function complaints(file: string, code: string): Promise<string[]> {
  const text = file.endsWith('.svelte') ? `<script lang="ts">\n${code}\n</script>` : code;
  const results = await eslint.lintText(text, { filePath: join(ROOT, file) });
  return results.flatMap((result) => result.messages.map((message) => message.message));
}
