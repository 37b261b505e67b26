// Finds a request's client address behind proxies: each proxy appends to X-Forwarded-For the address it saw, and
// anyone could have written what comes before. We trust only the proxies that the operator named.
import ipaddr from 'ipaddr.js';

/** Addresses and whole networks, in CIDR notation. */
export type Networks = readonly Network[];
type Address = ReturnType<typeof ipaddr.process>;
type Network = readonly [Address, number];

/** For a machine that runs everything. */
const LOOPBACK = '127.0.0.0/8,::1';

/**
 * @param text addresses and networks (CIDR), separated by commas
 * @returns null if one of them is malformed, or covers everyone
 */
export function parseNetworks(text: string): Networks | null {
  const networks = text.split(',').map((part) => parseNetwork(part.trim()));
  return networks.every((network) => network !== null) ? networks : null;
}

/**
 * The trusted proxies. If the portal uses https, a proxy in front terminates it, and the operator must name it.
 * @param setting well-formed; absent if not set
 * @returns null if the setting is missing but needed
 */
export function trustedProxies(setting: string | undefined, portalUrl: string): Networks | null {
  if (setting === undefined && new URL(portalUrl).protocol === 'https:') return null;
  return parseNetworks(setting ?? LOOPBACK);
}

/**
 * The address of a request's sender.
 * @param peer the other end of the connection
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

/**
 * The addresses that one party usually has: a single IPv4 address, or the IPv6 /64 around it, which one machine has
 * whole.
 */
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

/** Also accepts a port suffix, as some load balancers write; treats ::ffff:1.2.3.4 as IPv4. */
function parseAddress(text: string): Address | null {
  const host = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host);
  return isAddress ? ipaddr.process(host) : null;
}
