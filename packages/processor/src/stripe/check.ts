// Whether a key may do what a refund needs, found out without moving money.
import { z } from 'zod';
import type { ConnectionPermission, ConnectionReport } from '@makewhole/domain/connections';
import type { ProcessorTools } from '../module.ts';
import { isMissing, unavailable } from './answers.ts';
import type { StripeConnection } from './connection.ts';
import { get, post, type StripeServer } from './request.ts';
import type { Exchange } from '../http-exchange.ts';

/** Each reads one record of a list. */
const READS = [
  ['Balance: read', '/v1/balance'],
  ['Charges: read', '/v1/charges?limit=1'],
  ['Refunds: read', '/v1/refunds?limit=1'],
  ['PaymentIntents: read', '/v1/payment_intents?limit=1'],
  ['Disputes: read', '/v1/disputes?limit=1'],
  ['Events: read', '/v1/events?limit=1'],
] as const;
/** Only a connection that settles net needs them: their lack is shown, and stops nothing. */
const READS_OF_PAYOUTS = [
  ['Payouts: read (if it settles net)', '/v1/payouts?limit=1'],
  ['Balance transactions: read (if it settles net)', '/v1/balance_transactions?limit=1'],
] as const;
const REFUNDS_WRITE = 'Refunds: write';
/** No payment has it: a refund of it is refused for the payment, or for the key. */
const NO_PAYMENT = 'pi_makewhole_asks_whether_it_may';

export async function checkStripe(
  connection: StripeConnection,
  server: StripeServer,
  { now }: ProcessorTools,
): Promise<ConnectionReport> {
  const permissions: ConnectionPermission[] = [];
  let mode: ConnectionReport['mode'] = null;
  for (const [name, path] of READS) {
    const answer = await get(server, path);
    permissions.push({ name, status: statusOf(answer, answer.kind === 'answered' && answer.status === 200) });
    if (path === '/v1/balance') mode = modeOf(answer);
  }
  const write = await askToWrite(server, now());
  permissions.push({ name: REFUNDS_WRITE, status: statusOf(write, isMissing(write)) });
  const ofPayouts: ConnectionPermission[] = [];
  for (const [name, path] of READS_OF_PAYOUTS) {
    const answer = await get(server, path);
    ofPayouts.push({ name, status: statusOf(answer, answer.kind === 'answered' && answer.status === 200) });
  }
  return {
    checkedAt: now().toISOString(),
    mode,
    permissions: [...permissions, ...ofPayouts],
    problems: problemsOf(connection, { mode, permissions }),
  };
}

/** Its key is new each time: an answer saved from an earlier check says nothing about the key of today. */
function askToWrite(server: StripeServer, now: Date): Promise<Exchange> {
  return post(server, '/v1/refunds', {
    idempotencyKey: `makewhole_check_${now.getTime()}`,
    timeoutMs: server.lookupTimeoutMs,
    form: [
      ['payment_intent', NO_PAYMENT],
      ['amount', '1'],
    ],
  });
}

function statusOf(answer: Exchange, isGranted: boolean): ConnectionPermission['status'] {
  if (isGranted) return 'granted';
  return unavailable(answer).cause === 'connection_broken' ? 'missing' : 'unknown';
}

function modeOf(answer: Exchange): ConnectionReport['mode'] {
  const balance = z.object({ livemode: z.boolean() });
  const read = answer.kind === 'answered' ? balance.safeParse(answer.json).data : undefined;
  if (read === undefined) return null;
  return read.livemode ? 'live' : 'test';
}

function problemsOf(
  { mode: wanted, apiKey }: StripeConnection,
  { mode, permissions }: Pick<ConnectionReport, 'mode' | 'permissions'>,
): string[] {
  const named = (status: ConnectionPermission['status']) =>
    permissions.filter((one) => one.status === status).map(({ name }) => name);
  const [missing, unknown] = [named('missing'), named('unknown')];
  const isOtherMode = (mode !== null && mode !== wanted) || !apiKey.includes(`_${wanted}_`);
  return [
    ...(isOtherMode
      ? [`The key is not for ${wanted} mode. Copy one from the Dashboard in ${wanted} mode.`]
      : []),
    ...(missing.length > 0
      ? [
          `The key lacks ${missing.join(', ')}. Edit the restricted key in the Stripe Dashboard, and add them.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`Stripe could not be asked about ${unknown.join(', ')}. Try again in a minute.`]
      : []),
  ];
}
