// What a request with an Idempotency-Key asked for: its parsed content, not its bytes. A program that writes its JSON
// another way after a deploy sends the same request.
import { createHash } from 'node:crypto';
import type { Idempotency } from '@makewhole/db/idempotency/saved-answers';

/**
 * @param parsed the request as its route reads it, defaults applied; a field that is null counts as absent
 * @param bytes the body as it came
 */
export function fingerprintOf(
  parsed: unknown,
  bytes: ArrayBuffer,
): Pick<Idempotency, 'requestHash' | 'bytesHash'> {
  const bytesHash = sha256(new Uint8Array(bytes));
  try {
    return { requestHash: sha256(JSON.stringify(canonical(parsed))), bytesHash };
  } catch (error) {
    // Nested deeper than the stack: no request that a route accepts.
    if (error instanceof RangeError) return { requestHash: bytesHash, bytesHash };
    throw error;
  }
}

/** The value with its fields in one order, without those that are null. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  const sorted = fields.toSorted(([one], [other]) => (one < other ? -1 : 1));
  // A list of pairs: a key that looks like a number would move to the front of an object.
  return { fields: sorted.map(([name, inner]) => [name, canonical(inner)]) };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
