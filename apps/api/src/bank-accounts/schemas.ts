import { z } from '@hono/zod-openapi';
import { BANK_ACCOUNT_STATUSES, US_STATES } from '@makewhole/domain/bank-accounts';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { accountSchema } from '../http/fields.ts';
import { freeLine } from '../http/free-text.ts';

const lastFour = z
  .string()
  .regex(/^[0-9A-Za-z]{4}$/, 'must be the last four characters of the account number')
  .openapi({ description: 'Of the account number, and never more of it.', example: '4411' });
const state = z.enum(US_STATES).openapi({ description: 'The state whose trust rules apply to it.' });

const facts = {
  title: freeLine(TEXT_LENGTH_MAX.bankAccountTitle, 'The name of the account, as the bank titles it.'),
  bankName: freeLine(TEXT_LENGTH_MAX.bankName, 'The bank.').nullable(),
  lastFour: lastFour.nullable(),
  isIolta: z.boolean().openapi({ description: 'Its interest goes to the bar foundation of its state.' }),
  state: state.nullable(),
};

const isDefault = z.boolean().openapi({
  description:
    'Whether payments and refunds use it unless something names another. One account of each kind is the default.',
});

export const bankAccountSchema = z
  .object({
    id: z.string(),
    kind: accountSchema,
    title: z.string(),
    bankName: z.string().nullable(),
    lastFour: z.string().nullable(),
    isIolta: z.boolean(),
    state: z.string().nullable(),
    status: z.enum(BANK_ACCOUNT_STATUSES),
    isDefault,
  })
  .openapi('BankAccount');

export const bankAccountListSchema = z
  .object({ data: z.array(bankAccountSchema) })
  .openapi('BankAccountList');

export const newBankAccountSchema = z
  .strictObject({
    kind: accountSchema,
    title: facts.title,
    bankName: facts.bankName.default(null),
    lastFour: facts.lastFour.default(null),
    isIolta: facts.isIolta.default(false),
    state: facts.state.default(null),
  })
  .openapi('NewBankAccount');

export const bankAccountChangesSchema = z
  .strictObject({
    title: facts.title.optional(),
    bankName: facts.bankName.optional(),
    lastFour: facts.lastFour.optional(),
    isIolta: facts.isIolta.optional(),
    state: facts.state.optional(),
    status: z.enum(BANK_ACCOUNT_STATUSES).optional(),
    isDefault: isDefault.optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('BankAccountChanges', { minProperties: 1 });
