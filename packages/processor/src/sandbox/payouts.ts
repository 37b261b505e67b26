import { money } from '@makewhole/domain/money';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';
import { PAYOUT_ITEM_KINDS, PAYOUT_STATUSES, type PayoutRecord } from '@makewhole/domain/payouts';
import { z } from 'zod';
import type { Exchange } from '../http-exchange.ts';
import type { PayoutSource } from '../payouts.ts';
import type { SandboxConnection } from './connection.ts';
import { LOOKUP_TIMEOUT_MS, get } from './request.ts';

const signed = z.int().transform(money);

const wirePayout = z
  .object({
    id: z.string().min(1),
    account: z.string(),
    bankAccount: z.enum(BANK_ACCOUNTS),
    amount: signed,
    currency: z.literal('USD'),
    status: z.enum(PAYOUT_STATUSES),
    arrivesOn: z.iso.date(),
    complete: z.boolean(),
    items: z.array(
      z.object({
        id: z.string().min(1),
        kind: z.enum(PAYOUT_ITEM_KINDS),
        subject: z.string().min(1).nullable(),
        amount: signed,
        fee: signed,
      }),
    ),
  })
  .transform(
    ({ account: merchant, bankAccount: account, complete: isComplete, currency: _usd, ...payout }) => {
      const record: PayoutRecord = { ...payout, account, isComplete };
      return { merchant, record };
    },
  );

const wirePage = z.object({ data: z.array(wirePayout), nextCursor: z.string().nullable() });

/** The payouts of one merchant of the sandbox. */
export function createSandboxPayouts(
  { url, apiKey, account: merchant }: SandboxConnection,
  lookupTimeoutMs = LOOKUP_TIMEOUT_MS,
): PayoutSource {
  return {
    listPayouts: async ({ since, cursor, limit }) => {
      const query = new URLSearchParams({ since, limit: String(limit), ...(cursor !== null && { cursor }) });
      const server = { url, apiKey, lookupTimeoutMs };
      const answer = await get(server, merchant ?? '', `/v1/payouts?${query.toString()}`);
      const page = wirePage.safeParse(
        answer.kind === 'answered' && answer.status === 200 ? answer.json : undefined,
      );
      if (!page.success || page.data.data.some((one) => one.merchant !== merchant))
        return unavailable(answer);
      return {
        kind: 'page',
        payouts: page.data.data.map(({ record }) => record),
        nextCursor: page.data.nextCursor,
      };
    },
  };
}

function unavailable(answer: Exchange) {
  const message = answer.kind === 'answered' ? `answered ${answer.status} in no known shape` : answer.message;
  return { kind: 'unavailable', message } as const;
}
