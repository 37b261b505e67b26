import type { Context } from 'hono';
import { clientAddress } from '@makewhole/domain/client-address';
import type { ApiEnv, Services } from '../context.ts';

/** The network address of the person who sent a request. Sign-in attempts are limited by it. */
export function clientAddressOf(c: Context<ApiEnv>, { proxies }: Pick<Services, 'proxies'>): string {
  const { socket, headers } = c.env.incoming;
  const forwardedFor = [headers['x-forwarded-for'] ?? []].flat().join(',');
  return clientAddress(socket.remoteAddress ?? '', forwardedFor, proxies);
}
