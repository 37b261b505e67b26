import { z } from '@hono/zod-openapi';
import { flag, pageOf, pageQuery } from '../http/define-route.ts';
import { amountSchema, instantSchema } from '../http/fields.ts';
import { asOf, batchOfRows, externalId } from './schemas.ts';

/** More than any trust account has, and few enough cents to be added exactly. */
const CENTS_MAX = 1e14;
const bankAccountId = z.string().min(1).max(100);

const trustBalanceBody = z.strictObject({
  balance: amountSchema.min(-CENTS_MAX).max(CENTS_MAX).openapi({
    description: 'What the matter has there, in cents; negative where it is overdrawn.',
    example: 125_000,
  }),
  bankAccountId: bankAccountId.optional().openapi({
    description: "The trust account. Left out, the firm's only open one; required if there are several.",
  }),
  asOf,
});

export const trustBalanceStatementSchema = trustBalanceBody.openapi('TrustBalanceStatement');
export const trustBalanceBatch = batchOfRows(trustBalanceBody.extend({ matterExternalId: externalId }));
export type TrustBalanceRow = z.infer<typeof trustBalanceBatch>['rows'][number];

export const trustBalanceParams = z.object({ matterExternalId: externalId });
const inAccount = bankAccountId.optional();
export const trustBalanceQuery = z.strictObject({
  bankAccountId: inAccount.openapi({
    description: 'The trust account; required if balances of several were imported for the matter.',
  }),
});
export const trustBalancesQuery = z.strictObject({
  ...pageQuery,
  bankAccountId: inAccount.openapi({ description: 'Only of this trust account.' }),
  differs: flag('Only those with an open task about them.'),
});

export const trustBalanceSchema = z
  .object({
    matterExternalId: z.string(),
    matterNumber: z.string(),
    bankAccountId: z.string(),
    balance: amountSchema,
    asOf: instantSchema,
    importedAt: instantSchema,
    ledgerBalance: amountSchema.openapi({
      description: 'What the client ledger here had at asOf, in cents.',
    }),
    difference: amountSchema.openapi({
      description: 'balance less ledgerBalance: 0 if the two systems agree.',
    }),
    held: amountSchema.openapi({ description: 'What refunds under way hold of it now, in cents.' }),
    free: amountSchema.openapi({
      description:
        'What it leaves for a new refund, carried on by what moved here since asOf, less what is held; the client ledger here may leave less.',
    }),
    stale: z.boolean().openapi({ description: "Whether it is too old for the firm's trustBalanceDays." }),
  })
  .openapi('TrustBalance');

export const trustBalancePageSchema = pageOf(trustBalanceSchema);
export type TrustBalanceBody = z.infer<typeof trustBalanceSchema>;
