import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256, in hex, over the canonical JSON (RFC 8785); docs/audit.md describes it. Write instants as strings.
 * @throws TypeError if the content is not JSON
 */
export function hashOfContent(content: Readonly<Record<string, unknown>>): string {
  const text = canonicalize(content);
  if (text === undefined) throw new TypeError('There is something to be hashed that is not JSON');
  return createHash('sha256').update(text).digest('hex');
}
