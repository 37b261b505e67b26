import { expect, it } from 'vitest';
import { sensitiveFault } from './sensitive-fault.ts';

it('says beside a field that it has a card number, and never which', () => {
  expect(sensitiveFault('Paid with 4111 1111 1111 1111')).toBe(
    'This looks like a card number; leave it out, or give the last four digits only.',
  );
  expect(sensitiveFault('1234567812345670')).toContain('card number');
  expect(sensitiveFault('1234567812345670', 'reference')).toBeUndefined();
  for (const text of ['Paid twice', '', undefined, null, 4]) expect(sensitiveFault(text)).toBeUndefined();
});
