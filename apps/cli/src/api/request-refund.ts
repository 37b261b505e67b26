import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openApi } from './client.ts';
import { amountOf, refundLines } from './refund-lines.ts';

type Options = {
  readonly reason: string;
  readonly note?: string;
  readonly yes: boolean;
  readonly idempotencyKey?: string;
};

/**
 * Shows the payment, asks, and requests what was shown: a payment that changed meanwhile is refused (B13). With `yes`
 * nobody looks, and the same command stays the same request on another day, when the preview has changed.
 */
export async function requestRefund(transactionId: string, options: Options, output: Output): Promise<void> {
  const { client, valueOf } = openApi();
  const { previewHash } = await valueOf(client.POST('/v1/refunds/preview', { body: { transactionId } }));
  const payment = await valueOf(
    client.GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } }),
  );
  const { payer, last4, method } = payment;
  const shown = `${amountOf(payment)} to ${payer.name}, ${method} ending ${last4}`;
  if (!options.yes) await confirm(shown);
  else output.progress(`Refunding ${shown}`);
  const { reason, note: internalNote, idempotencyKey = randomUUID() } = options;
  const refund = await valueOf(
    client.POST('/v1/refunds', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: {
        ...{ transactionId, reason },
        ...(!options.yes && { previewHash }),
        ...(internalNote !== undefined && { internalNote }),
      },
    }),
  );
  output.result(refundLines(refund, output), refund);
}

/** @throws CommandFailure if nobody is at the terminal, or they say no */
async function confirm(shown: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandFailure('Nobody is at the terminal to confirm it: add --yes.', EXIT.usage);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Refund ${shown}? Type yes: `);
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandFailure('Nothing was refunded.');
}
