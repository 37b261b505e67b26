import { randomBytes } from 'node:crypto';
import { hashOfContent } from './content-hash.ts';

/** What a person wrote, with the salt that keeps a short text from being found by its hash. */
type SaltedText = { readonly salt: string; readonly text: string };

/** A salt of its own for each thing that is hashed: 128 bits, in hex. */
export function newSalt(): string {
  return randomBytes(16).toString('hex');
}

/** The hash of what a person wrote, as an event holds it (docs/audit.md). The words themselves stand beside the chain. */
export function hashOfText(field: 'reason' | 'internalNote' | 'note', { salt, text }: SaltedText): string {
  return hashOfContent({ field, salt, text });
}
