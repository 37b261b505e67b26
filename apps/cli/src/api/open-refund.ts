import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openApi } from './client.ts';

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Prints the address too: there may be no browser here. */
export async function openRefund(id: string, output: Output): Promise<void> {
  const { client, valueOf, portalUrl } = openApi();
  if (portalUrl === null) {
    throw new CommandFailure("MAKEWHOLE_PORTAL_URL is missing: set it to the portal's address", EXIT.usage);
  }
  const refund = await valueOf(client.GET('/v1/refunds/{id}', { params: { path: { id } } }));
  const url = `${portalUrl}/refunds/${refund.id}`;
  output.result([url], { url });
  if (!process.stdout.isTTY) return;
  const [command, ...args] = OPENERS[platform()] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
