import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openApi } from './client.ts';
import { refundLines, statusOf } from './refund-lines.ts';

/** How long one request waits for a change, seconds: below what proxies allow. */
const WAIT_SECONDS = 20;
const PAUSE_MS = 1_000;

export async function showStatus(id: string, output: Output): Promise<void> {
  const { client, valueOf } = openApi();
  const refund = await valueOf(client.GET('/v1/refunds/{id}', { params: { path: { id } } }));
  output.result(refundLines(refund, output), refund);
}

/** A line for each change, until it is closed. @throws CommandFailure if it failed, or is not closed in time */
export async function watchRefund(id: string, minutes: number, output: Output): Promise<void> {
  const { client, valueOf } = openApi();
  const until = Date.now() + minutes * 60_000;
  let etag: string | undefined;
  while (Date.now() < until) {
    const header = etag === undefined ? {} : { 'If-None-Match': etag, Prefer: `wait=${WAIT_SECONDS}` };
    const asked = client.GET('/v1/refunds/{id}', { params: { path: { id }, header } });
    const refund = await valueOf(asked.then(unchangedIsNull));
    if (refund !== null) {
      etag = (await asked).response.headers.get('etag') ?? undefined;
      output.item([`${new Date().toISOString()}  ${statusOf(refund, output)}`], refund);
      if (refund.closedAt !== null) return;
      if (refund.failure !== null) throw new CommandFailure(refund.failure.message);
    }
    await sleep(PAUSE_MS);
  }
  throw new CommandFailure(
    `It is not closed after ${minutes} minutes. makewhole status ${id} says what it waits for.`,
  );
}

/** 304 has no body. */
function unchangedIsNull<Value>(answer: {
  readonly data?: Value;
  readonly error?: unknown;
  readonly response: Response;
}) {
  return answer.response.status === 304 ? { data: null, response: answer.response } : answer;
}
