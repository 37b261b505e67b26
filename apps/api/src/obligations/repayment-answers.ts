// What a person says of how a client was paid whose refund failed (B16).
import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeText } from '../http/free-text.ts';

const kind = z.literal('repayment');
const evidenceId = z.string().max(100);
const note = freeText(TEXT_LENGTH_MAX.note, 'For the firm only.').optional();
const date = z.iso.date().openapi({ description: 'The date of the payment.' });
const earlyReason = freeText(
  TEXT_LENGTH_MAX.note,
  'Why it is paid while the bank may still return the ACH payment. Without a reason that is refused.',
).optional();
const reference = freeText(
  TEXT_LENGTH_MAX.stepReference,
  'The check number, or the reference of the transfer; of both checks, if a part was paid from trust.',
);

export const repaymentAnswers = [
  z.strictObject({
    kind,
    paidBy: z.enum(['check', 'transfer']),
    reference,
    date,
    payee: freeText(
      TEXT_LENGTH_MAX.payee,
      "To whom it was made out. Left out: to the payer. Anybody else needs the payer's written direction as evidence.",
    ).optional(),
    note,
    evidenceId: evidenceId.optional(),
    earlyReason,
  }),
  z.strictObject({
    kind,
    paidBy: z.literal('credit'),
    note: freeText(TEXT_LENGTH_MAX.note, 'What the client agreed to.'),
    evidenceId: evidenceId.openapi({ description: "The client's written agreement." }),
  }),
  z.strictObject({
    kind,
    paidBy: z.literal('owed'),
    note: freeText(TEXT_LENGTH_MAX.note, 'Why nothing is to be paid: the invoice was owed after all.'),
    evidenceId: evidenceId.optional(),
  }),
  z.strictObject({
    kind,
    paidBy: z.literal('state').openapi({ description: 'Paid to the state as unclaimed property.' }),
    reference,
    date,
    note,
    evidenceId: evidenceId.optional(),
    earlyReason,
  }),
  z.strictObject({
    kind,
    paidBy: z
      .literal('withdrawn')
      .openapi({ description: 'Takes back what was recorded and nobody has confirmed.' }),
    note: freeText(TEXT_LENGTH_MAX.note, 'Why it was not paid that way.'),
  }),
] as const;

/** How it was paid, as it is read back. */
export const repaymentFacts = {
  paidBy: z.string().optional(),
  reference: z.string().optional(),
  date: z.string().optional(),
  payee: z.string().optional(),
  earlyReason: z.string().optional(),
  recordedBy: z.string().optional().openapi({ description: 'The person whom a second one confirmed.' }),
  note: z.string().optional(),
  evidenceId: z.string().optional(),
};
