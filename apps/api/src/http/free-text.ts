import { z } from '@hono/zod-openapi';
import { hasControlCharacters, hasInvisibleCharacters, saysSomething } from '@makewhole/domain/visible-text';

/** What a person wrote, in one line or several: 1 to `lengthMax` characters that others see as they are, taken as it is. */
export function freeText(lengthMax: number, description: string) {
  return z
    .string()
    .min(1)
    .max(lengthMax)
    .refine(saysSomething, 'must say something')
    .refine((text) => !hasControlCharacters(text), 'must have no control characters')
    .refine(
      (text) => !hasInvisibleCharacters(text),
      'must have no characters that are not seen or that turn the direction of the text',
    )
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .openapi({ description });
}

/** A name, a label or a reference: text of one line. Others are read in lists, and a line end would start a row. */
export function freeLine(lengthMax: number, description: string) {
  return freeText(lengthMax, description).refine(
    (text) => !/[\t\r\n]/.test(text),
    'must be one line, without tabs',
  );
}
