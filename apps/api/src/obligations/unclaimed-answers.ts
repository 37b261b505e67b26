// What a person says of a check that nobody has cashed (LW1).
import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeText } from '../http/free-text.ts';

const kind = z.literal('unclaimed');

export const unclaimedAnswers = [
  z.strictObject({
    kind,
    outcome: z.literal('reached').openapi({ description: 'The client will cash it.' }),
    note: freeText(TEXT_LENGTH_MAX.note, 'Whom you reached, and what they said.'),
  }),
  z.strictObject({
    kind,
    outcome: z.literal('replaced').openapi({
      description: 'The check is voided, and another payment made. A second person sends the same.',
    }),
    paidBy: z.enum(['check', 'state']).openapi({
      description: 'By another check to the same payee, or to the state as unclaimed property.',
    }),
    reference: freeText(TEXT_LENGTH_MAX.stepReference, 'The number of the new check, or of the report.'),
    date: z.iso.date().openapi({ description: 'The date of the new payment.' }),
    note: freeText(TEXT_LENGTH_MAX.note, 'For the firm only.').optional(),
    evidenceId: z.string().max(100).optional(),
  }),
] as const;
