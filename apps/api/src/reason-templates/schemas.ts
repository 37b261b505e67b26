import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeLine, freeText } from '../http/free-text.ts';
import { flag } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

export const reasonTemplateSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    text: z.string(),
    position: z.int().openapi({ description: 'Its place in the list, starting at 1.' }),
    archivedAt: instantSchema.nullable().openapi({ description: 'When it was archived.' }),
  })
  .openapi('ReasonTemplate');

export type ReasonTemplateBody = z.infer<typeof reasonTemplateSchema>;

export const reasonTemplateListSchema = z
  .object({ data: z.array(reasonTemplateSchema) })
  .openapi('ReasonTemplateList');

export const reasonTemplateListQuery = z.strictObject({
  archived: flag('true: include archived ones.'),
});

const label = freeLine(TEXT_LENGTH_MAX.reasonLabel, 'What people choose it by.');
const text = freeText(TEXT_LENGTH_MAX.reason, "Shown to the matter's users.");

export const newReasonTemplateSchema = z.strictObject({ label, text }).openapi('NewReasonTemplate');

export const reasonTemplateChangesSchema = z
  .strictObject({
    label: label.optional(),
    text: text.optional(),
    position: z.int().min(1).max(1_000).optional().openapi({ description: 'The others move to make room.' }),
    archived: z.boolean().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('ReasonTemplateChanges', { minProperties: 1 });
