import { z } from '@hono/zod-openapi';
import { CLIENT_ACCOUNTINGS } from '@makewhole/domain/client-accounting';
import { ACH_WAIT_LIMITS, achWaitFault, type AchWaitUnit } from '@makewhole/domain/ach-wait';
import { RISKY_REFUNDS } from '@makewhole/domain/approval-reasons';
import { APPROVAL_RULES } from '@makewhole/domain/approval';
import { FIRM_EVENT_TYPES } from '@makewhole/domain/firm-events';
import { TRUST_BALANCE_DAYS } from '@makewhole/domain/imported-trust-balances';
import { REMINDERS_MAX, REMINDER_BANK_DAYS_MAX, reminderDaysFault } from '@makewhole/domain/obligation-dates';
import { DRAWS_ON } from '@makewhole/domain/connections';
import { LOSSES_DEBIT } from '@makewhole/domain/losses';
import { STEP_EVIDENCE } from '@makewhole/domain/trust-authority';
import { TRUST_STEPS_FROM } from '@makewhole/domain/trust-steps-owed';
import { amountSchema, instantSchema } from '../http/fields.ts';

const approvalSchema = z
  .strictObject({
    rule: z.enum(APPROVAL_RULES),
    overAmount: amountSchema.positive().nullable().openapi({
      description: 'For over_amount: refunds above this amount need a second person. Else null.',
    }),
  })
  .refine(({ rule, overAmount }) => (rule === 'over_amount') === (overAmount !== null), {
    path: ['overAmount'],
    message: 'must be set for the rule over_amount and null for every other rule',
  })
  .openapi('ApprovalPolicy', { example: { rule: 'over_amount', overAmount: 500_000 } });

const bankDays = z.int().min(1).max(REMINDER_BANK_DAYS_MAX);

const remindersSchema = z
  .strictObject({
    remindAfter: z.array(bankDays).min(1).max(REMINDERS_MAX).openapi({
      description: 'Bank days after which reminders of open obligations are sent, in ascending order.',
    }),
    escalateAfter: bankDays.openapi({ description: 'Bank days after which the owner is notified.' }),
  })
  .superRefine((days, context) => {
    const fault = reminderDaysFault(days);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .openapi('ReminderDays', { example: { remindAfter: [1, 3], escalateAfter: 5 } });

function pendingOf<Schema extends z.ZodType>(to: Schema) {
  return z.object({
    to,
    countsFrom: instantSchema.openapi({ description: '09:00 in New York on the next bank day.' }),
  });
}

const lossesDebitSchema = z
  .strictObject({ card: z.enum(LOSSES_DEBIT), ach: z.enum(LOSSES_DEBIT) })
  .openapi('LossesDebit', {
    description:
      'Which bank account the processor debits when a payment is returned or disputed, by method: operating, or the account that the payment went to. It decides where a loss is booked, unless the processor says so itself. A change does not move what is booked.',
  });

const daysIn = (unit: AchWaitUnit) => {
  const { min: minimum, max: maximum } = ACH_WAIT_LIMITS[unit];
  return z.int().openapi({ minimum, maximum });
};

const achWaitSchema = z
  .union([
    z.strictObject({ bankDays: daysIn('bankDays') }),
    z.strictObject({ calendarDays: daysIn('calendarDays') }),
  ])
  .superRefine((wait, context) => {
    const fault = achWaitFault(wait);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .openapi('AchWait', {
    description:
      'Days after settlement in which an ACH payment cannot be refunded: until the n-th bank day, or the first bank day after the n-th calendar day. Never less than 3 bank days.',
  });

const achWaitsSchema = z
  .strictObject({ operating: achWaitSchema, trust: achWaitSchema })
  .openapi('AchWaits', {
    description:
      'By the kind of account that received the payment; a payment to both waits for the later day. A shorter wait, or one in the other unit that may be shorter, applies from the next bank day on.',
  });

const drawsOnSchema = z.strictObject({ card: z.enum(DRAWS_ON), ach: z.enum(DRAWS_ON) }).openapi('DrawsOn', {
  description:
    'Which bank account the processor takes a refund from, by method: operating, or the account that the payment went to. A trust part that is drawn on trust needs a lawyer’s approval and owes no trust steps. A refund keeps the rule of its request.',
});

const trustBalanceDaysSchema = z.int().min(TRUST_BALANCE_DAYS.min).max(TRUST_BALANCE_DAYS.max).openapi({
  description:
    'How many days of 24 hours old an imported trust balance may be for a refund of trust money. It matters only for trust accounts of which balances are imported.',
});

export const firmSchema = z
  .object({
    name: z.string(),
    timeZone: z.string().openapi({ description: 'IANA name.' }),
    approval: approvalSchema,
    secondFactorRequired: z
      .boolean()
      .openapi({ description: 'Whether everybody who signs in needs a second factor.' }),
    stepUpOverAmount: amountSchema.positive().nullable().openapi({
      description:
        'People must confirm their identity again before they request or approve a refund above this amount; null for never. API keys are exempt.',
    }),
    trustStepsFrom: z.enum(TRUST_STEPS_FROM).openapi({
      description:
        'From when on the trust steps of a refund are owed: once it succeeded, or once the processor accepted it. A refund keeps the rule of its request.',
    }),
    stepEvidence: z.enum(STEP_EVIDENCE).openapi({
      description:
        'Whether the trust payment to the firm and the bank transfer must be recorded with a file that proves them.',
    }),
    riskyRefunds: z.enum(RISKY_REFUNDS).openapi({
      description:
        'Whether a second person must approve a refund of trust money whose payer is not the client, and one of an ACH payment that the bank may still take back (of trust money, or above the step-up or approval amount); or the preview only warns.',
    }),
    separateDuties: z.boolean().openapi({
      description:
        'Whether the person who authorized a trust step is barred from matching its bank lines. If nobody else in the firm can match them, that person still may.',
    }),
    trustBalanceDays: trustBalanceDaysSchema,
    clientAccountings: z.enum(CLIENT_ACCOUNTINGS).nullable().openapi({
      description:
        'Whether clients get a written accounting by email after trust money of theirs was distributed; null: if the state that a lawyer confirmed asks for it.',
    }),
    achWait: achWaitsSchema,
    reminders: remindersSchema,
    lossesDebit: lossesDebitSchema,
    drawsOn: z
      .object({ card: z.enum(DRAWS_ON).nullable(), ach: z.enum(DRAWS_ON).nullable() })
      .openapi({ description: 'As DrawsOn; null while nobody has said it, and then refunds are refused.' }),
    pending: z
      .object({
        approval: pendingOf(approvalSchema).nullable(),
        stepUpOverAmount: pendingOf(amountSchema.positive().nullable()).nullable(),
        secondFactorRequired: pendingOf(z.boolean()).nullable(),
        trustStepsFrom: pendingOf(z.enum(TRUST_STEPS_FROM)).nullable(),
        stepEvidence: pendingOf(z.enum(STEP_EVIDENCE)).nullable(),
        riskyRefunds: pendingOf(z.enum(RISKY_REFUNDS)).nullable(),
        separateDuties: pendingOf(z.boolean()).nullable(),
        trustBalanceDays: pendingOf(z.int()).nullable(),
        achWait: z.object({
          operating: pendingOf(achWaitSchema).nullable(),
          trust: pendingOf(achWaitSchema).nullable(),
        }),
      })
      .openapi({
        description:
          'Looser rules that do not apply yet. Sending the current value of a rule withdraws its pending change.',
      }),
  })
  .openapi('Firm');

export const firmChangesSchema = z
  .strictObject({
    approval: approvalSchema.optional(),
    secondFactorRequired: firmSchema.shape.secondFactorRequired.optional(),
    trustStepsFrom: firmSchema.shape.trustStepsFrom.optional(),
    stepEvidence: firmSchema.shape.stepEvidence.optional(),
    riskyRefunds: firmSchema.shape.riskyRefunds.optional(),
    separateDuties: firmSchema.shape.separateDuties.optional(),
    trustBalanceDays: trustBalanceDaysSchema.optional(),
    clientAccountings: firmSchema.shape.clientAccountings.optional(),
    achWait: achWaitsSchema.partial().optional(),
    reminders: remindersSchema.optional(),
    stepUpOverAmount: firmSchema.shape.stepUpOverAmount.optional(),
    lossesDebit: lossesDebitSchema.partial().optional(),
    drawsOn: drawsOnSchema.partial().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('FirmChanges', { minProperties: 1 });

export const firmEventSchema = z
  .object({
    seq: z.int().openapi({ description: '1, 2, 3, ... within the firm.' }),
    at: z.iso.datetime(),
    type: z.enum(FIRM_EVENT_TYPES),
    actor: z.object({ id: z.string(), name: z.string().nullable() }).openapi({
      description:
        'Who did it. Without a name: `operator` is the person who runs this installation, `makewhole` the engine itself, by a rule.',
    }),
    data: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'What it was about and, for a change, `from` and `to` of each field.' }),
  })
  .openapi('FirmEvent');

export type FirmBody = z.infer<typeof firmSchema>;
export type FirmEventBody = z.infer<typeof firmEventSchema>;
