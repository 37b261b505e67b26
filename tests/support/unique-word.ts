import { randomUUID } from 'node:crypto';

/** Unique and without a digit: now and then the digits of a random ID look like a card number, which texts are refused for. */
export function uniqueWord(): string {
  return randomUUID().replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
