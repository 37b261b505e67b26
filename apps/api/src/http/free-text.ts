import { z } from '@hono/zod-openapi';
import { hasControlCharacters, hasInvisibleCharacters, saysSomething } from '@makewhole/domain/visible-text';

/** What a person wrote, on one line or several: 1 to `lengthMax` visible characters, stored as sent. */
export function freeText(lengthMax: number, description: string) {
  return z
    .string()
    .min(1)
    .max(lengthMax)
    .refine(saysSomething, 'must not be blank')
    .refine((text) => !hasControlCharacters(text), 'must not contain control characters')
    .refine(
      (text) => !hasInvisibleCharacters(text),
      'must not contain invisible characters or characters that change the direction of the text',
    )
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .openapi({ description });
}

/** A name, a label or a reference: one line of text, because lists and exports show it as part of a row. */
export function freeLine(lengthMax: number, description: string) {
  return freeText(lengthMax, description).refine(
    (text) => !/[\t\r\n]/.test(text),
    'must be a single line without tabs',
  );
}
