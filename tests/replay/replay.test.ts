// Refunds are in flight for days: the workflows of today replay what they did yesterday, or stop with an error (I7).
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflows } from '@makewhole/worker/workflow-bundle';

const FOLDER = join(import.meta.dirname, '../fixtures/histories');
const NAMES = readdirSync(FOLDER).map((file) => file.replace('.json', ''));

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

let code: string;
beforeAll(async () => {
  ({ code } = await bundleWorkflows());
});

it.each(NAMES)('a workflow like "%s" replays', async (name) => {
  await replay(name, code);
});

it('a refund is not replayed by workflows that act in another order', async () => {
  const changed = code.replaceAll('.openTrustFollowUp(', '.checkTransaction(');
  expect(changed).not.toBe(code);
  await expect(replay('trust-three-steps', changed)).rejects.toThrow(DeterminismViolationError);
});

it('a history holds no words of people', () => {
  expect(NAMES.length).toBeGreaterThan(10);
  for (const name of NAMES) {
    const texts = payloadsOf(read(name)).map((data) => Buffer.from(data, 'base64').toString('utf8'));
    expect(texts.join('\n')).not.toMatch(/whitfield|adler|brandt|mistake|@|called/i);
  }
});

function replay(name: string, bundle: string): Promise<void> {
  return Worker.runReplayHistory({ workflowBundle: { code: bundle } }, read(name), name);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

/** Every payload in a history, base64. */
function payloadsOf(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'data' in part && typeof part.data === 'string' ? [part.data] : [];
  return [...own, ...Object.values(part).flatMap(payloadsOf)];
}
