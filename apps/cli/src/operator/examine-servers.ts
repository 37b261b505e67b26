// The servers that a doctor may look at: Temporal with its worker, and mail. Without their settings nothing is said of them.
import { connect as connectTo } from 'node:net';
import { readEnv } from '@makewhole/runtime/read-env';
import { isNotAllowed } from '@makewhole/temporal/refused-calls';
import { describePreparation } from '@makewhole/temporal/describe-preparation';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { finding, type Finding } from './finding.ts';
import { readTemporalSettings, withTemporal } from './temporal.ts';

const MAIL_TIMEOUT_MS = 5_000;

const WAITS_FOR = {
  workflows: 'nothing moves',
  money: 'no refund is sent',
  mail: 'no email is sent',
  webhooks: 'no webhook is sent',
} as const;

export async function examineTemporal(): Promise<readonly Finding[]> {
  if (!process.env['TEMPORAL_ADDRESS'] && !process.env['TEMPORAL_ADDRESS_FILE']) return [];
  const settings = readTemporalSettings();
  const { TEMPORAL_NAMESPACE: namespace, TASK_QUEUE: taskQueue } = settings;
  try {
    const { hasNamespace, missing, unpolled } = await withTemporal(settings, (client) =>
      describePreparation(client, { namespace, taskQueue }),
    );
    if (!hasNamespace) {
      return [finding(null, `Temporal has no namespace ${namespace}`, 'makewhole prepare-temporal')];
    }
    return [
      ...(missing.length === 0
        ? []
        : [
            finding(
              null,
              `Search attributes are missing: ${missing.join(', ')}`,
              'makewhole prepare-temporal',
            ),
          ]),
      ...unpolled.map((queue) =>
        finding(
          null,
          `No worker polls the task queue ${queue.taskQueue} of ${namespace}: ${WAITS_FOR[queue.work]}`,
          'npm run start:worker (WORKER_DOES says what each does); its log says why it waits',
        ),
      ),
    ];
  } catch (error) {
    if (error instanceof CommandFailure)
      return [finding(null, error.message, 'start Temporal, or correct TEMPORAL_ADDRESS')];
    if (!isNotAllowed(error)) throw error;
    return [
      finding(
        null,
        'Temporal does not let you look',
        'give the rights of a reader, or correct TEMPORAL_API_KEY',
      ),
    ];
  }
}

/** Whether something listens there: what it thinks of our emails, the firms' rows say. */
export async function examineMail(): Promise<readonly Finding[]> {
  if (!process.env['SMTP_URL'] && !process.env['SMTP_URL_FILE']) return [];
  const { SMTP_URL } = readEnv(
    { SMTP_URL: z.url({ protocol: /^smtps?$/ }).describe('the mail server, smtp://user:password@host:port') },
    { exitCode: EXIT.usage },
  );
  const { hostname, port, protocol } = new URL(SMTP_URL);
  const answers = await canConnect(hostname, Number(port || (protocol === 'smtps:' ? 465 : 25)));
  if (answers) return [];
  return [finding(null, `No mail server answers at ${hostname}`, 'correct SMTP_URL, or open the way to it')];
}

function canConnect(host: string, port: number): Promise<boolean> {
  const socket = connectTo({ host, port, timeout: MAIL_TIMEOUT_MS });
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => {
      resolve(true);
    });
    for (const failure of ['error', 'timeout']) {
      socket.once(failure, () => {
        resolve(false);
      });
    }
  }).finally(() => socket.destroy());
}
