import type { ConnectionReport } from '@makewhole/domain/connections';
import type { Exchange } from '../http-exchange.ts';
import type { ProcessorTools } from '../module.ts';
import { createSandboxProcessor } from './adapter.ts';
import type { SandboxConnection } from './connection.ts';
import { LOOKUP_TIMEOUT_MS, post } from './request.ts';
import { wireError } from './wire.ts';

/** One list that everybody may read says whether the key is accepted; the sandbox has no finer permissions. */
export async function checkConnection(
  connection: SandboxConnection,
  { now, lookupTimeoutMs }: ProcessorTools,
): Promise<ConnectionReport> {
  const checkedAt = now().toISOString();
  const processor = createSandboxProcessor(connection, lookupTimeoutMs);
  const answer = await processor.listCreatedRefunds({
    from: checkedAt,
    to: checkedAt,
    cursor: null,
    limit: 1,
  });
  if (answer.kind === 'page') return reportOf(checkedAt, 'granted');
  return reportOf(checkedAt, answer.cause === 'connection_broken' ? 'missing' : 'unknown', answer.message);
}

/** No payment has it: a refund of it is refused for the payment, or for the key. */
const NO_PAYMENT = 'txn_makewhole_asks_whether_it_may';
const NO_SECRET =
  'This processor tells of its refunds by webhook alone. Enter the secret with which it signs them.';

/** Where nothing can be read, a refund of a payment that nobody has says whether the key is accepted. */
export async function checkKeylessConnection(
  connection: SandboxConnection,
  { now, lookupTimeoutMs = LOOKUP_TIMEOUT_MS }: ProcessorTools,
): Promise<ConnectionReport> {
  const checkedAt = now().toISOString();
  const { url, apiKey, account, webhookSecrets } = connection;
  const answer = await post({ url, apiKey, lookupTimeoutMs }, account ?? '', '/v1/refunds', {
    idempotencyKey: `makewhole_check_${now().getTime()}`,
    timeoutMs: lookupTimeoutMs,
    body: { paymentId: NO_PAYMENT, amount: 1, currency: 'USD', reference: 'makewhole_check' },
  });
  const report = reportOf(checkedAt, statusOf(answer), messageOf(answer));
  return webhookSecrets.length > 0 ? report : { ...report, problems: [...report.problems, NO_SECRET] };
}

type Status = ConnectionReport['permissions'][number]['status'];

function statusOf(answer: Exchange): Status {
  if (answer.kind !== 'answered') return 'unknown';
  const code = wireError.safeParse(answer.json).data?.error.code;
  if (code === 'payment_not_found') return 'granted';
  return answer.status === 401 || answer.status === 403 ? 'missing' : 'unknown';
}

function messageOf(answer: Exchange): string {
  return answer.kind === 'answered' ? `answered ${answer.status}` : answer.message;
}

function reportOf(checkedAt: string, status: Status, message = ''): ConnectionReport {
  const permissions = [{ name: 'API key', status }];
  if (status === 'granted') return { checkedAt, mode: 'test', permissions, problems: [] };
  return {
    checkedAt,
    mode: null,
    permissions,
    problems: [
      status === 'missing'
        ? 'The sandbox does not accept the API key or the account. Enter the ones that it was started with.'
        : `The sandbox could not be asked (${message}). Check its address, then try again.`,
    ],
  };
}
