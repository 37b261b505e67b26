import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Addresses that nobody outside our own network has: the portal's server and load balancers. */
const OWN_NETWORK = new BlockList();
OWN_NETWORK.addSubnet('127.0.0.0', 8);
OWN_NETWORK.addSubnet('10.0.0.0', 8);
OWN_NETWORK.addSubnet('172.16.0.0', 12);
OWN_NETWORK.addSubnet('192.168.0.0', 16);
OWN_NETWORK.addAddress('::1', 'ipv6');
OWN_NETWORK.addSubnet('fc00::', 7, 'ipv6');

/**
 * The address of the person behind a request, by which sign-ins are limited: of the connection itself, or, where that
 * comes from our own network, the last address that X-Forwarded-For names outside of it.
 */
export function clientAddressOf(incoming: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const peer = withoutMapping(incoming.socket.remoteAddress ?? '');
  if (!isOwn(peer)) return peer;
  const forwarded = [incoming.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const hops = forwarded.map((hop) => withoutMapping(hop.trim())).filter((hop) => isIP(hop) !== 0);
  return hops.findLast((hop) => !isOwn(hop)) ?? hops[0] ?? peer;
}

function isOwn(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && OWN_NETWORK.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address as such where it comes as ::ffff:1.2.3.4. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
