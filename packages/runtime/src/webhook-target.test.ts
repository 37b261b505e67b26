import { expect, test } from 'vitest';
import { findTargetFault, isPublicAddress } from './webhook-target.ts';

test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1'])(
  '%s is not of the internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

test.each(['::1', 'fe80::1', 'fc00::1', '::ffff:127.0.0.1', '::', '64:ff9b::a00:1', 'localhost', ''])(
  '%s is not either',
  (address) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

test.each([
  '::127.0.0.1',
  '::a00:1',
  '::2',
  '1fff::1',
  '4000::1',
  '2002:a00:1::1',
  '2001:db8::1',
  '2001::1',
  '3fff::1',
  '5f00::1',
])('%s was given to nobody on the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.216.34', '2606:2800:220:1::1'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['https://example.com/hook', null],
  ['https://93.184.216.34:8443/hook?firm=1', null],
  ['http://example.com/hook', 'must begin with https://'],
  ['ftp://example.com', 'must begin with https://'],
  ['example.com', 'is no address'],
  ['https://user@example.com', 'user name'],
  ['https://example.com/#part', '#'],
  ['https://127.0.0.1/hook', 'on the internet'],
  ['https://2130706433/hook', 'on the internet'],
  ['https://[::1]/hook', 'on the internet'],
])('%s: %s', (url, fault) => {
  const found = findTargetFault(url, { allowPrivate: false });
  if (fault === null) expect(found).toBeNull();
  else expect(found).toContain(fault);
});

test('in development a webhook may stay on the machine', () => {
  expect(findTargetFault('http://127.0.0.1:4000/hook', { allowPrivate: true })).toBeNull();
});
