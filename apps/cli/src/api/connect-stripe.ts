import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openApi } from './client.ts';

type Options = {
  readonly keyFile: string;
  readonly account: string;
  readonly label: string;
  readonly mode: 'test' | 'live';
  readonly drawsOn: 'operating' | 'account_of_payment';
  readonly webhookSecretFile?: string;
  readonly apiBase?: string;
};

/** The key is read from a file or a pipe: an argument would be in the list of processes. */
export async function connectStripe(options: Options, output: Output): Promise<void> {
  const { client, valueOf } = openApi();
  const { account, label, mode, drawsOn, webhookSecretFile, apiBase } = options;
  const apiKey = await readSecret('--key-file', options.keyFile);
  const webhookSecrets =
    webhookSecretFile === undefined ? [] : [await readSecret('--webhook-secret-file', webhookSecretFile)];
  const connection = await valueOf(
    client.POST('/v1/connections', {
      body: {
        ...{ kind: 'stripe', label, mode, account, drawsOn: { card: drawsOn, ach: drawsOn } },
        ...{ settles: 'gross', paysOutTo: 'mixed', lossesDebit: { card: 'operating', ach: 'operating' } },
        credentials: { apiKey, webhookSecrets, ...(apiBase !== undefined && { url: apiBase }) },
      },
    }),
  );
  const granted = (connection.report?.permissions ?? []).map(({ name, status }) => `  ${name}: ${status}`);
  output.result(
    [
      `Connected ${label} (${connection.id}), ${mode} mode: ${connection.status}`,
      ...granted,
      ...(connection.status === 'new' ? ['A second person confirms it in the portal first.'] : []),
      `Webhooks of Stripe go to ${connection.webhookPath} on this API.`,
    ],
    connection,
  );
}

async function readSecret(option: string, path: string): Promise<string> {
  const content = await (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch(() => null);
  if (content === null) throw new CommandFailure(`${option}: ${path} cannot be read`, EXIT.usage);
  if (content.trim() === '') throw new CommandFailure(`${option}: ${path} is empty`, EXIT.usage);
  return content.trim();
}
