import type { FirmBankAccount } from '#lib/api-types.ts';
import { ACCOUNT_LABELS } from '#lib/payments/payment-labels.ts';

/** The account of a statement or a line, as the firm calls it. */
export function accountTitle(
  accounts: readonly FirmBankAccount[],
  { account, bankAccountId }: { readonly account: FirmBankAccount['kind']; readonly bankAccountId: string },
): string {
  return accounts.find(({ id }) => id === bankAccountId)?.title ?? ACCOUNT_LABELS[account];
}
