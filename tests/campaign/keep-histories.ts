// What the workflows of a failed run did, kept for whoever looks for the cause: the stack is gone by then.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { RunResult } from './campaign.ts';
import type { CampaignWorld } from './world.ts';

/**
 * Writes each refund that the result names, with the history of its workflow; not those of a kind that has a stack of its
 * own, which is gone with all that it held. @returns the files
 */
export async function keepHistories(
  { client, ask }: CampaignWorld,
  result: RunResult,
  folder: string,
): Promise<string[]> {
  const refundIds = new Set(JSON.stringify(result).match(/\brf_[0-9a-f]{32}\b/g));
  mkdirSync(folder, { recursive: true });
  const files = [];
  for (const refundId of refundIds) {
    const { status, body: refund } = await ask(`GET /v1/refunds/${refundId}`);
    if (status !== 200) continue;
    const history = await client.workflow.getHandle(refund.workflow.id).fetchHistory();
    const file = join(folder, `run-${result.run}-${refundId}.json`);
    writeFileSync(
      file,
      JSON.stringify({ result, refund, history: JSON.parse(historyToJSON(history)) as unknown }, null, 1),
    );
    files.push(file);
  }
  return files;
}
