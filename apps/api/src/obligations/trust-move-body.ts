import { z } from '@hono/zod-openapi';
import type { TrustMoveView } from '@makewhole/db/trust/list-trust-moves';
import type { TrustAuthorization } from '@makewhole/db/trust/trust-authorizations';
import { AUTHORIZED_MOVES, TRUST_METHODS } from '@makewhole/domain/trust-authority';
import { amountSchema, currencySchema, instantSchema, orNull } from '../http/fields.ts';

const authorization = {
  method: z.enum(TRUST_METHODS).openapi({ description: 'internal: between accounts at one bank.' }),
  methodReference: z.string().nullable().openapi({ description: 'Null if it was not known yet.' }),
  payee: z.string(),
  purpose: z.string(),
  fromAccount: z.string().openapi({ description: 'The ID of the bank account that the money leaves.' }),
  toAccount: z.string().nullable().openapi({ description: 'Null if the money leaves the firm.' }),
  authorizedBy: z.string().openapi({ description: 'The ID of a person, never of a program.' }),
  authorizedAt: instantSchema,
};

export const trustAuthorizationSchema = z
  .object({
    id: z.string(),
    obligationId: z.string(),
    step: z.enum(AUTHORIZED_MOVES),
    amount: amountSchema,
    currency: currencySchema,
    ...authorization,
    evidenceId: z.string().nullable(),
  })
  .openapi('TrustAuthorization');

export const trustMoveSchema = z
  .object({
    step: z.enum(AUTHORIZED_MOVES),
    authorization: orNull(trustAuthorizationSchema).openapi({
      description: 'The written authorization; null for steps that were recorded before there were any.',
    }),
    record: z
      .object({
        date: z.iso.date(),
        reference: z.string(),
        evidenceId: z.string().nullable(),
        recordedBy: z.string(),
        recordedAt: instantSchema,
        newBalance: amountSchema
          .nullable()
          .openapi({ description: "The client's trust ledger after it; null for older records." }),
      })
      .nullable()
      .openapi({ description: 'Null while it is authorized and not recorded.' }),
  })
  .openapi('TrustMove');

export function trustAuthorizationBody(row: TrustAuthorization) {
  const { id, obligationId, step, amount, currency, method, methodReference, payee, purpose } = row;
  return {
    ...{ id, obligationId, step, amount, currency, method, methodReference, payee, purpose },
    fromAccount: row.fromAccountId,
    toAccount: row.toAccountId,
    authorizedBy: row.authorizedBy,
    authorizedAt: row.authorizedAt.toISOString(),
    evidenceId: row.evidenceId,
  };
}

export function trustMoveBody({ step, authorization: given, record }: TrustMoveView) {
  return {
    step,
    authorization: given === null ? null : trustAuthorizationBody(given),
    record: record === null ? null : recordBody(record),
  };
}

function recordBody(record: NonNullable<TrustMoveView['record']>) {
  const { date, reference, evidenceId, recordedBy, recordedAt, newBalance } = record;
  return { date, reference, evidenceId, recordedBy, recordedAt: recordedAt.toISOString(), newBalance };
}
