import type { TextKind } from '@makewhole/domain/sensitive-numbers/find-cards';
import { findSensitiveNumbers, looksLike } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { sentenceOf } from './sentence-of.ts';

/** What to say beside a field with a card number or the like, which the API refuses (ADR 26); undefined if it has none. */
export function sensitiveFault(text: unknown, kind: TextKind = 'words'): string | undefined {
  const [found] = typeof text === 'string' ? findSensitiveNumbers(text, kind) : [];
  return found === undefined ? undefined : sentenceOf(looksLike(found.kind));
}
