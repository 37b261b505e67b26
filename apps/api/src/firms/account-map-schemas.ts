import { z } from '@hono/zod-openapi';
import { BASES } from '@makewhole/domain/journal-export';
import { LEDGER_ACCOUNTS } from '@makewhole/domain/postings';
import { freeLine } from '../http/free-text.ts';

const NUMBER_LENGTH_MAX = 40;
const NAME_LENGTH_MAX = 120;

const basisSchema = z.enum(BASES).openapi('JournalBasis', {
  description:
    'Of the exported journal: accrual, in which fees are income when they are billed, or cash, in which they are when they are paid.',
});
const codeSchema = z.enum(LEDGER_ACCOUNTS).openapi({ description: 'The account in Makewhole.' });

export const accountMapSchema = z
  .object({
    basis: basisSchema,
    accounts: z.array(
      z
        .object({
          code: codeSchema,
          standardName: z.string().openapi({ description: 'Exported where name is null.' }),
          number: z.string().nullable(),
          name: z.string().nullable(),
        })
        .openapi('MappedAccount'),
    ),
  })
  .openapi('AccountMap');

export const accountMapChangeSchema = z
  .strictObject({
    basis: basisSchema,
    accounts: z
      .array(
        z.strictObject({
          code: codeSchema,
          number: freeLine(
            NUMBER_LENGTH_MAX,
            "The account's number in the firm's own general ledger.",
          ).nullable(),
          name: freeLine(NAME_LENGTH_MAX, 'Its name there.').nullable(),
        }),
      )
      .max(LEDGER_ACCOUNTS.length)
      .openapi({
        description: 'Each code once at most. An account that is left out has no number and no name.',
      }),
  })
  .superRefine(({ accounts }, context) => {
    accounts.forEach(({ code }, index) => {
      if (accounts.findIndex((other) => other.code === code) === index) return;
      const path = ['accounts', index, 'code'];
      context.addIssue({ code: 'custom', path, message: 'must not be in the list twice' });
    });
  })
  .openapi('AccountMapChange');
