import { describe, expect, it } from 'vitest';
import { clientAddress, parseNetworks, partyOf, trustedProxies } from './client-address.ts';

const OUTSIDE = '203.0.113.7';
const PROXIES = parseNetworks('127.0.0.1, ::1, 10.1.0.0/16, fd00:1::/32') ?? [];

describe('the address of who sends a request', () => {
  it.each([OUTSIDE, `::ffff:${OUTSIDE}`, '10.2.0.1', '192.168.1.1', '127.0.0.2', 'fd00:2::1'])(
    'is that of the connection, whatever %s claims, which nobody named a proxy',
    (peer) => {
      expect(clientAddress(peer, undefined, PROXIES)).toBe(peer.replace('::ffff:', ''));
      expect(clientAddress(peer, '198.51.100.1', PROXIES)).toBe(peer.replace('::ffff:', ''));
    },
  );

  it.each(['127.0.0.1', '::ffff:127.0.0.1', '::1', '10.1.2.3', 'fd00:1::5'])(
    'is what %s says, which is a proxy',
    (peer) => {
      expect(clientAddress(peer, OUTSIDE, PROXIES)).toBe(OUTSIDE);
      expect(clientAddress(peer, '2001:db8::1', PROXIES)).toBe('2001:db8::1');
    },
  );

  it('is the last one that is no proxy: the ones before it anybody could have sent', () => {
    expect(clientAddress('127.0.0.1', `198.51.100.1, ${OUTSIDE}`, PROXIES)).toBe(OUTSIDE);
    expect(clientAddress('127.0.0.1', `198.51.100.1, ${OUTSIDE}, 10.1.0.1`, PROXIES)).toBe(OUTSIDE);
    expect(clientAddress('127.0.0.1', `198.51.100.1, 192.168.0.9, 10.1.0.1`, PROXIES)).toBe('192.168.0.9');
  });

  it('may have a port behind it', () => {
    expect(clientAddress('127.0.0.1', `198.51.100.1, ${OUTSIDE}:49152`, PROXIES)).toBe(OUTSIDE);
    expect(clientAddress('127.0.0.1', '[2001:db8::1]:49152', PROXIES)).toBe('2001:db8::1');
  });

  it('is that of a proxy where it names nobody, or somebody who has no address', () => {
    expect(clientAddress('127.0.0.1', undefined, PROXIES)).toBe('127.0.0.1');
    expect(clientAddress('127.0.0.1', '198.51.100.1, unknown', PROXIES)).toBe('127.0.0.1');
    expect(clientAddress('127.0.0.1', '10.1.0.9, 10.1.0.1', PROXIES)).toBe('10.1.0.9');
    expect(clientAddress('', OUTSIDE, PROXIES)).toBe('');
  });
});

describe('the proxies that are believed', () => {
  it('are this machine itself where nothing is set and people come by http', () => {
    const proxies = trustedProxies(undefined, 'http://localhost:3000') ?? [];
    expect(clientAddress('127.0.0.1', OUTSIDE, proxies)).toBe(OUTSIDE);
    expect(clientAddress('192.168.0.1', OUTSIDE, proxies)).toBe('192.168.0.1');
  });

  it('have to be set where people come by https', () => {
    expect(trustedProxies(undefined, 'https://refunds.firm.example')).toBeNull();
    expect(trustedProxies('10.0.0.1', 'https://refunds.firm.example')).toHaveLength(1);
  });

  it.each([
    '',
    'proxy.internal',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.1/16',
    '0x7f.0.0.1',
    '10.0.0.1,',
    '1.2.3.4/',
  ])('are addresses and networks: not %j', (text) => {
    expect(parseNetworks(text)).toBeNull();
  });

  it.each(['0.0.0.0/0', '::/0'])('are not everybody: %s', (text) => {
    expect(parseNetworks(text)).toBeNull();
  });
});

it('one party has an address of IPv4, or 2^64 of IPv6', () => {
  expect(partyOf(OUTSIDE)).toBe(OUTSIDE);
  expect(partyOf('2001:db8:1:2:3::4')).toBe('2001:db8:1:2::/64');
  expect(partyOf('2001:db8:1:2:ffff::')).toBe('2001:db8:1:2::/64');
});
