import { maskSensitiveNumbers } from './sensitive-numbers.ts';

/** The processor's own IDs, and our references: what is looked up by them must stay as it is. */
const IDS: ReadonlySet<string> = new Set(['id', 'account', 'transactionId', 'reference']);

/** A JSON value from a processor with the sensitive numbers in its texts masked, except in IDs. */
export function maskSensitiveJson(value: unknown): unknown {
  if (typeof value === 'string') return maskSensitiveNumbers(value, 'reference');
  if (Array.isArray(value)) return value.map(maskSensitiveJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      maskSensitiveNumbers(name, 'reference'),
      IDS.has(name) && typeof one === 'string' ? one : maskSensitiveJson(one),
    ]),
  );
}
