import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { accountSchema, amountSchema, transactionIdSchema } from '../http/fields.ts';
import { freeLine } from '../http/free-text.ts';
import { PROBLEM_CODES } from '../http/problem-kinds.ts';

/** More than a payment of a client ever has. */
const ASSIGNED_ITEMS_MAX = 100;
/** Each is a transaction of its own. */
const BATCH_ROWS_MAX = 200;
/** Room for that many payments of the usual number of items. */
export const ASSIGNMENT_BATCH_BYTES_MAX = 1024 * 1024;

const matterId = z.string().min(1).max(100);
const matterNumber = z.string().trim().min(1).max(100);

const assignedItemSchema = z
  .strictObject({
    account: accountSchema,
    amount: amountSchema.positive(),
    invoiceNumber: z.string().trim().min(1).max(100).optional().openapi({
      description:
        'The invoice that it paid; only operating money pays one. An invoice that the firm does not have yet is linked once it does.',
    }),
    description: freeLine(
      TEXT_LENGTH_MAX.itemDescription,
      "What it is for. Default: the processor's words.",
    ).optional(),
  })
  .refine(({ account, invoiceNumber }) => account === 'operating' || invoiceNumber === undefined, {
    path: ['invoiceNumber'],
    error: 'must be left out for trust money, which pays no invoice',
  });

const items = z.array(assignedItemSchema).min(1).max(ASSIGNED_ITEMS_MAX).openapi({
  description:
    "Where the money went, for an unassigned payment: they must sum to the payment's amount. They cannot be changed afterwards.",
});

/** A matter by its ID or its number, items, or both. */
export const assignmentSchema = z.union([
  z.strictObject({ matterId, items: items.optional() }),
  z.strictObject({ matterNumber, items: items.optional() }),
  z.strictObject({ items }),
]);

export const assignmentBatchSchema = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({ transactionId: transactionIdSchema, matterNumber: matterNumber.optional(), items }),
      )
      .min(1)
      .max(BATCH_ROWS_MAX),
    dryRun: z.boolean().default(false).openapi({
      description: 'Change nothing, and say what would happen to each row.',
    }),
  })
  .openapi('AssignmentBatch');

export const assignmentBatchAnswerSchema = z
  .object({
    rows: z.array(
      z.object({
        transactionId: z.string(),
        status: z.enum(['updated', 'unchanged', 'refused']),
        code: z
          .enum(PROBLEM_CODES)
          .nullable()
          .openapi({ description: 'Why it was refused; otherwise null.' }),
        detail: z.string().nullable(),
      }),
    ),
  })
  .openapi('AssignmentBatchAnswer', {
    description: 'In the order of the request. Each row stands for itself.',
  });
