import { describe, expect, it } from 'vitest';
import { readPreference } from './find-changed.ts';

describe('the seconds of a Prefer header', () => {
  it.each([
    ['wait=10', 10],
    ['respond-async, wait=10', 10],
    ['wait=10, handling=lenient', 10],
    ['WAIT = "10"', 10],
    ['wait=60', 60],
    ['wait=999999', 60],
    ['wait=0', 0],
  ])('of %s are %d', (header, seconds) => {
    expect(readPreference(header)).toBe(seconds);
  });

  it.each([undefined, '', 'wait', 'wait=', 'wait=-5', 'wait=soon', 'wait=1.5', 'await=10', 'wait=10000000'])(
    'are none of %s',
    (header) => {
      expect(readPreference(header)).toBe(0);
    },
  );
});
