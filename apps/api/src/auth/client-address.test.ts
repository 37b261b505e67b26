import { describe, expect, it } from 'vitest';
import { clientAddressOf } from './client-address.ts';

const OUTSIDE = '203.0.113.7';

function addressOf(peer: string, forwardedFor?: string): string {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  // Of the socket only the address is read.
  return clientAddressOf({ socket: { remoteAddress: peer }, headers } as Parameters<
    typeof clientAddressOf
  >[0]);
}

describe('the address of who sends a request', () => {
  it('is that of the connection, whatever a stranger claims', () => {
    expect(addressOf(OUTSIDE)).toBe(OUTSIDE);
    expect(addressOf(OUTSIDE, '198.51.100.1')).toBe(OUTSIDE);
    expect(addressOf(`::ffff:${OUTSIDE}`, '198.51.100.1')).toBe(OUTSIDE);
  });

  it.each(['127.0.0.1', '::ffff:127.0.0.1', '::1', '10.1.2.3', '172.20.0.5', '192.168.1.1', 'fd00::1'])(
    'is what %s, of our own network, says',
    (peer) => {
      expect(addressOf(peer, OUTSIDE)).toBe(OUTSIDE);
      expect(addressOf(peer, '2001:db8::1')).toBe('2001:db8::1');
    },
  );

  it('is the last one outside of our network: the ones before it anybody could have sent', () => {
    expect(addressOf('127.0.0.1', `198.51.100.1, ${OUTSIDE}`)).toBe(OUTSIDE);
    expect(addressOf('127.0.0.1', `198.51.100.1, ${OUTSIDE}, 10.0.0.1`)).toBe(OUTSIDE);
  });

  it('is one of our own where nobody else is named', () => {
    expect(addressOf('127.0.0.1')).toBe('127.0.0.1');
    expect(addressOf('127.0.0.1', 'unknown')).toBe('127.0.0.1');
    expect(addressOf('127.0.0.1', '10.0.0.9, 10.0.0.1')).toBe('10.0.0.9');
  });
});
