import { randomBytes } from 'node:crypto';
import { hashOfContent } from './content-hash.ts';

/** What a person wrote, with the salt that keeps a short text from being guessed from its hash. */
type SaltedText = { readonly salt: string; readonly text: string };

/** A separate salt for each text: 128 bits, in hex. */
export function newSalt(): string {
  return randomBytes(16).toString('hex');
}

/** The hash of what a person wrote, as an event holds it (docs/audit.md). The text is stored beside the chain. */
export function hashOfText(field: 'reason' | 'internalNote' | 'note', { salt, text }: SaltedText): string {
  return hashOfContent({ field, salt, text });
}
