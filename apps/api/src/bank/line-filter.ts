import type { BankLineFilter } from '@makewhole/db/bank/list-bank-lines';
import { asId, type BankAccountId, type FirmId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { z } from 'zod';
import type { bankLineFilters } from './line-schemas.ts';

/** The filters of a query, as the store accepts them; null if no line can pass them. */
export function bankLineFilter(
  firmId: FirmId,
  { bankAccountId, minAmount: min, maxAmount: max, ...filters }: z.infer<z.ZodObject<typeof bankLineFilters>>,
): BankLineFilter | null {
  if (![bankAccountId ?? '', filters.statementId ?? ''].every(isStorableText)) return null;
  return {
    ...filters,
    firmId,
    amounts: { min, max },
    ...(bankAccountId !== undefined && { bankAccountId: asId<BankAccountId>(bankAccountId) }),
  };
}
