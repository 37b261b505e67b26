import { z } from '@hono/zod-openapi';
import { RECONCILIATION_DAY_MAX, termsFault } from '@makewhole/domain/month-ends/reconciliation-terms';
import { RETENTION_YEARS_MAX } from '@makewhole/domain/retention';
import { STATE_CODES } from '@makewhole/domain/state-profiles/profile';
import { barNumberSchema, instantSchema } from '../http/fields.ts';

const years = z.int().min(1).max(RETENTION_YEARS_MAX);

export const retentionSchema = z
  .object({
    years: years.openapi({
      description:
        "How many years a matter's records are kept at least, from the later of its closing and its last trust activity. Money, trust, evidence, email texts, events and the audit trail are never deleted, not even then.",
    }),
    floorYears: z.int().openapi({
      description: 'What the confirmed state asks for; 1 if no state is confirmed.',
    }),
    legalHoldSince: instantSchema.nullable().openapi({
      description: 'Since when nothing of the firm is deleted, whatever its age.',
    }),
    deleted: z
      .array(
        z.object({
          what: z.string(),
          keptDays: z.int().nullable().openapi({ description: 'Null if not a time ends it: see ended.' }),
          ended: z.string().nullable(),
          heldByLegalHold: z.boolean(),
        }),
      )
      .openapi({ description: 'Everything that is ever deleted.' }),
  })
  .openapi('Retention');

export const retentionChangesSchema = z
  .strictObject({
    years: years.optional(),
    legalHold: z.boolean().optional().openapi({ description: 'true keeps everything of the firm.' }),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('RetentionChanges', { minProperties: 1 });

export const matterRecordsSchema = z
  .object({
    matterId: z.string(),
    number: z.string(),
    closedAt: instantSchema.nullable(),
    lastTrustActivityAt: instantSchema.nullable(),
    legalHoldSince: instantSchema.nullable(),
    keptUntil: instantSchema.nullable().openapi({
      description: 'Null without end: the matter is open, or it or the firm is under a legal hold.',
    }),
  })
  .openapi('MatterRecords');

export const matterRecordsChangesSchema = z
  .strictObject({
    closedAt: instantSchema.nullable().optional().openapi({ description: 'null: the matter is open.' }),
    legalHold: z.boolean().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('MatterRecordsChanges', { minProperties: 1 });

export const stateSchema = z.enum(STATE_CODES);

const sourcedSchema = z.object({
  source: z.string(),
  readOn: z.iso.date(),
  reading: z.enum(['read', 'secondary', 'unverified']).openapi({
    description:
      "read: in the rule, or in what the State Bar or court publishes. secondary: in somebody else's copy. unverified: looked up by nobody.",
  }),
});

const dayOfMonth = (description: string) =>
  z.int().openapi({ minimum: 1, maximum: RECONCILIATION_DAY_MAX, description });

const reconciliationSchema = z
  .strictObject({
    every: z.enum(['month', 'quarter']),
    dueDay: dayOfMonth('Day of the month after the period by which it is prepared.'),
    reviewDay: dayOfMonth('By which a lawyer signs it.'),
    ownerDay: dayOfMonth('On which the owners hear that it is still open.'),
  })
  .superRefine((terms, context) => {
    const fault = termsFault(terms);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .openapi('ReconciliationTerms');

export const stateProfileSchema = z
  .object({
    state: stateSchema,
    name: z.string(),
    version: z.string().openapi({ description: 'Changes with the values.' }),
    values: z.array(sourcedSchema.extend({ field: z.string(), value: z.unknown() })),
    suggestedReconciliation: reconciliationSchema.openapi({
      description: 'The days that it suggests, with the usual ones where it has none.',
    }),
    notes: z.array(sourcedSchema.extend({ value: z.string() })),
  })
  .openapi('StateProfile');

export const firmStateProfileSchema = z
  .object({
    profile: z
      .object(stateProfileSchema.shape)
      .nullable()
      .openapi({ description: 'Of the confirmed state; null if none is.' }),
    differences: z
      .array(
        z.object({
          field: z.string(),
          setting: z.string(),
          profile: z.int(),
          firm: z.int(),
          isBelow: z.boolean(),
        }),
      )
      .openapi({ description: "Where the firm's settings differ. Nothing is changed by itself." }),
    reconciliation: reconciliationSchema.openapi({
      description:
        "How often the firm's trust accounts are reconciled and by when, as its lawyer confirmed it; monthly and 15, 20, 25 until then.",
    }),
    suggestedReconciliation: z.object(reconciliationSchema.shape).nullable().openapi({
      description: 'What the confirmed state suggests. It applies once a lawyer confirms it.',
    }),
    separateDuties: z
      .object({ profile: z.boolean(), firm: z.boolean() })
      .nullable()
      .openapi({ description: "Set if the firm's setting differs from what the state asks for." }),
    confirmation: z
      .object({
        state: stateSchema,
        profileVersion: z.string(),
        confirmedBy: z.object({ id: z.string(), name: z.string() }),
        barNumber: z.string(),
        confirmedAt: instantSchema,
        isCurrent: z.boolean().openapi({
          description: 'False if the profile has changed since: a lawyer should confirm it again.',
        }),
      })
      .nullable(),
    states: z.array(z.object({ state: stateSchema, name: z.string() })),
  })
  .openapi('FirmStateProfile');

export const stateConfirmationSchema = z
  .strictObject({
    state: stateSchema,
    profileVersion: z.string().max(20).openapi({ description: 'Of the profile that the lawyer has read.' }),
    barNumber: barNumberSchema,
    reconciliation: reconciliationSchema
      .optional()
      .openapi({ description: 'Left out, it stays as it is. Tasks that are open keep their dates.' }),
  })
  .openapi('StateConfirmation');
