import { z } from '@hono/zod-openapi';

// Everything that Unicode calls a control character, but for the tab and the ends of lines that people type.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** What a person wrote: 1 to `lengthMax` characters, some of them visible, no control characters, taken as it is. */
export function personText(lengthMax: number, description: string) {
  return z
    .string()
    .min(1)
    .max(lengthMax)
    .refine((text) => text.trim() !== '', 'must say something')
    .refine((text) => !CONTROL.test(text), 'must have no control characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .openapi({ description });
}
