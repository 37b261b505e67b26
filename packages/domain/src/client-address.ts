// Whose address a request comes from where proxies stand in between: each of them adds to X-Forwarded-For whom it heard, and
// what stands before that anybody could have written. Only proxies that the operator named are believed.
import ipaddr from 'ipaddr.js';

/** Addresses and whole networks, as CIDR names them. */
export type Networks = readonly Network[];
type Address = ReturnType<typeof ipaddr.process>;
type Network = readonly [Address, number];

/** For a machine on which everything runs. */
const LOOPBACK = '127.0.0.0/8,::1';

/** @param text addresses and networks (CIDR), separated by commas @returns null where one of them is none, or is everybody */
export function parseNetworks(text: string): Networks | null {
  const networks = text.split(',').map((part) => parseNetwork(part.trim()));
  return networks.every((network) => network !== null) ? networks : null;
}

/**
 * The proxies that are believed. Where people come by https somebody in front speaks it for us, and has to be named.
 * @param setting well-formed; absent where nothing was set
 * @returns null where it has to be set
 */
export function trustedProxies(setting: string | undefined, portalUrl: string): Networks | null {
  if (setting === undefined && new URL(portalUrl).protocol === 'https:') return null;
  return parseNetworks(setting ?? LOOPBACK);
}

/**
 * The address of who sent a request.
 * @param peer at the other end of the connection
 * @param forwardedFor the X-Forwarded-For header, if there is one
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: Networks): string {
  let address = parseAddress(peer);
  if (address === null) return peer;
  for (const hop of (forwardedFor ?? '').split(',').toReversed()) {
    const next = parseAddress(hop.trim());
    if (next === null || !isIn(address, proxies)) break;
    address = next;
  }
  return address.toString();
}

/** What one party has as a rule: an address of IPv4, and of IPv6 the /64 around it, in which one machine has them all. */
export function partyOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null || parsed.kind() === 'ipv4') return address;
  const groups = parsed.toNormalizedString().split(':').slice(0, 4);
  return `${groups.join(':')}::/64`;
}

function isIn(address: Address, networks: Networks): boolean {
  return networks.some(
    ([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix),
  );
}

function parseNetwork(text: string): Network | null {
  const [, host = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(host);
  if (address === null) return null;
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  return length > 0 && length <= bits ? [address, length] : null;
}

/** Also with a port behind it, as some load balancers write it; ::ffff:1.2.3.4 is an address of IPv4. */
function parseAddress(text: string): Address | null {
  const host = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host);
  return isAddress ? ipaddr.process(host) : null;
}
