import { orNull } from '../http/fields.ts';
import { z } from '@hono/zod-openapi';
import {
  CONNECTION_MODES,
  CONNECTION_STATUSES,
  DRAWS_ON,
  PAYS_OUT_TO,
  SETTLES,
} from '@makewhole/domain/connections';
import { LOSSES_DEBIT } from '@makewhole/domain/losses';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { PROCESSOR_KINDS } from '@makewhole/processor/connect-processor';
import { freeLine } from '../http/free-text.ts';

const SECRET_LENGTH_MAX = 1_000;
const SECRETS_MAX = 20;

const label = freeLine(TEXT_LENGTH_MAX.connectionLabel, 'As the firm calls it.');
const mode = z.enum(CONNECTION_MODES).openapi({ description: 'live moves money; test does not.' });
const settles = z.enum(SETTLES).openapi({
  description:
    'gross: each receipt and each refund moves the bank account. net: they move a balance at the company, which pays out what is left. Deposits into trust should be received whole: choose a company that settles gross for them.',
});
const paysOutTo = z
  .enum(PAYS_OUT_TO)
  .openapi({ description: 'The bank account that the company pays out to; mixed: by the item.' });
const payoutsFrom = z.iso.date().openapi({
  description:
    'Payouts that arrived before this day (YYYY-MM-DD) are not fetched. Changing a connection from gross to net sets it to that day.',
});
const ruleOf = <Values extends readonly [string, ...string[]]>(values: Values) =>
  z.strictObject({ card: z.enum(values), ach: z.enum(values) });
const lossesDebit = ruleOf(LOSSES_DEBIT).openapi({
  description: 'Which bank account losses are debited from, by method.',
});
const drawsOn = ruleOf(DRAWS_ON).openapi({
  description: 'Which bank account refunds leave, by method.',
});

const credentialsSchema = z
  .record(
    z.string().max(SECRET_LENGTH_MAX),
    z.union([z.string().max(SECRET_LENGTH_MAX), z.array(z.string().max(SECRET_LENGTH_MAX)).max(10)]),
  )
  .refine((fields) => Object.keys(fields).length <= SECRETS_MAX, 'has too many fields')
  .openapi('Credentials', {
    description:
      'What the company issued, by its kind. stripe: `apiKey` (a restricted key), `webhookSecrets` (a list, newest first; empty if no webhook can reach you). Never returned.',
  });

const reportSchema = z
  .object({
    checkedAt: z.iso.datetime(),
    mode: mode.nullable(),
    permissions: z.array(z.object({ name: z.string(), status: z.enum(['granted', 'missing', 'unknown']) })),
    problems: z
      .array(z.string())
      .openapi({ description: 'What stops the connection; empty if nothing does.' }),
  })
  .openapi('ConnectionReport');

export const connectionSchema = z
  .object({
    id: z.string(),
    kind: z.string().openapi({ description: 'The company.', example: 'stripe' }),
    label: z.string(),
    mode,
    account: z.string().openapi({ description: "The company's name for the firm's account." }),
    status: z.enum(CONNECTION_STATUSES).openapi({
      description:
        'new: a second person has to confirm it. broken: the company refuses its credentials, and refunds wait. disabled: no new refunds of its payments, unless another connection to the same account is in use.',
    }),
    settles,
    paysOutTo,
    payoutsFrom: payoutsFrom.nullable(),
    lossesDebit,
    drawsOn: z.object({ card: z.enum(DRAWS_ON).nullable(), ach: z.enum(DRAWS_ON).nullable() }).openapi({
      description:
        'Which bank account refunds leave, by method; null while nobody has said it, and then they are refused.',
    }),
    credentials: z
      .object({
        version: z.int(),
        hint: z.string().openapi({ description: "The last four characters of the company's key." }),
        madeAt: z.iso.datetime(),
        awaitsConfirmation: z.boolean(),
      })
      .nullable()
      .openapi({ description: 'The newest ones; null if they are settings of the installation.' }),
    brokenSince: z.iso.datetime().nullable(),
    report: orNull(reportSchema),
    webhookPath: z.string().openapi({ description: 'Where the company sends its webhooks, on this API.' }),
  })
  .openapi('Connection');

export type ConnectionBody = z.infer<typeof connectionSchema>;

export const connectionListSchema = z.object({ data: z.array(connectionSchema) }).openapi('ConnectionList');

export const newConnectionSchema = z
  .strictObject({
    kind: z.enum(PROCESSOR_KINDS),
    label,
    mode,
    account: freeLine(
      TEXT_LENGTH_MAX.processorAccount,
      "The company's name for the firm's account, acct_... at Stripe.",
    ),
    settles: settles.default('gross'),
    paysOutTo: paysOutTo.default('mixed'),
    lossesDebit: lossesDebit.default({ card: 'operating', ach: 'operating' }),
    drawsOn,
    credentials: credentialsSchema,
  })
  .openapi('NewConnection');

export const connectionChangesSchema = z
  .strictObject({
    label: label.optional(),
    settles: settles.optional(),
    paysOutTo: paysOutTo.optional(),
    payoutsFrom: payoutsFrom.optional(),
    lossesDebit: lossesDebit.partial().optional(),
    drawsOn: drawsOn.partial().optional(),
    status: z.enum(['active', 'disabled']).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('ConnectionChanges', { minProperties: 1 });

export const newCredentialsSchema = z
  .strictObject({ credentials: credentialsSchema })
  .openapi('NewCredentials');
