// What the month ends' handlers share.
import type { AccountKey } from '@makewhole/db/month-ends/cleared-postings';
import { asId, type BankAccountId } from '@makewhole/domain/ids';
import type { Caller } from '../context.ts';
import type { Refusal } from '../http/problems.ts';

export function accountOf({ firmId }: Pick<Caller, 'firmId'>, id: string): AccountKey {
  return { firmId, bankAccountId: asId<BankAccountId>(id) };
}

export const MONTH_END_NOT_FOUND: Refusal = {
  code: 'month_end_not_found',
  detail: 'This bank account has no such month end. GET /v1/bank-accounts/{id}/month-ends lists them.',
};

export const MONTH_END_TOO_LARGE: Refusal = {
  code: 'month_end_too_large',
  detail: 'This period has more entries than one month end can list. Reconcile shorter periods.',
};
