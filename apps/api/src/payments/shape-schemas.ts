import { z } from '@hono/zod-openapi';
import { SHAPE_FAULT_CODES } from '@makewhole/domain/transaction-id-shape';

const TYPED_LENGTH_MAX = 4_000;

export const typedIdSchema = z
  .strictObject({
    transactionId: z
      .string()
      .min(1)
      .max(TYPED_LENGTH_MAX)
      .openapi({ description: 'What was typed or pasted, without white space around it.' }),
  })
  .openapi('TypedTransactionId');

export const shapeFaultsSchema = z
  .object({
    faults: z
      .array(z.object({ code: z.enum(SHAPE_FAULT_CODES), message: z.string() }))
      .openapi({ description: 'The likeliest first, at most two; empty if it looks like an ID.' }),
  })
  .openapi('TransactionIdShape');
