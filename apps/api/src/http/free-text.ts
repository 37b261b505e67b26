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
    .openapi({ description, pattern: patternOf(UNSEEN) });
}

/** A name, a label or a reference: one line of text, because lists and exports show it as part of a row. */
export function freeLine(lengthMax: number, description: string) {
  return freeText(lengthMax, description)
    .refine((text) => !/[\t\r\n]/.test(text), 'must be a single line without tabs')
    .openapi({ pattern: patternOf(`${UNSEEN}\\t\\n\\r`) });
}

/** What no text may have, as the document says it: most of what visible-text.ts refuses. */
const UNSEEN = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb`;

/** None of these, and at least one that is no white space. */
function patternOf(unseen: string): string {
  return String.raw`^[^${unseen}]*[^\s${unseen}][^${unseen}]*$`;
}
