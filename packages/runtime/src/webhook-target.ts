// Where webhooks may go: a firm chooses the address, and must not reach our own network through it (SSRF).
import ipaddr from 'ipaddr.js';

/** The only IPv6 range allocated so far (RFC 4291); the library knows the special ranges inside it, such as 6to4. */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an IP address is on the public internet: not private, local or reserved. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GIVEN_OUT);
}

/** Why a webhook cannot go there, in words for a person; null if it can, as far as the address alone tells. */
export function findTargetFault(
  text: string,
  { allowPrivate }: { readonly allowPrivate: boolean },
): string | null {
  const url = URL.parse(text);
  if (url === null) return 'is no address: write it as https://example.com/webhooks';
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.hash !== '') return 'must not have a part after #';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!allowPrivate && ipaddr.isValid(host) && !isPublicAddress(host))
    return 'must be an address on the internet';
  return null;
}
