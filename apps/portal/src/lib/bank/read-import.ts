import type { FirmBankAccount } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';
import type { ImportRefusal, TypedStatement } from './import-refusal.ts';

type StatementQuery = {
  readonly account: FirmBankAccount['kind'];
  readonly bankAccountId: string;
  readonly isRenumbered?: boolean;
  readonly periodStart?: string;
  readonly openingBalance?: number;
  readonly closingBalance?: number;
  readonly closingDate?: string;
};

/** What was typed beside the file of a statement. @param accounts the firm's */
export function readImport(
  form: FormData,
  accounts: readonly FirmBankAccount[],
):
  | { readonly ok: true; readonly query: StatementQuery; readonly typed: TypedStatement }
  | { readonly ok: false; readonly refusal: ImportRefusal } {
  const typed = {
    account: textOf(form, 'account'),
    periodStart: textOf(form, 'periodStart'),
    opening: textOf(form, 'opening'),
    closing: textOf(form, 'closing'),
    closingDate: textOf(form, 'closingDate'),
  };
  const refused = (field: ImportRefusal['field'], fault: string) =>
    ({ ok: false, refusal: { field, fault, typed } }) as const;
  const account = accounts.find(({ id }) => id === typed.account);
  if (account === undefined) return refused('account', 'Choose the account that the statement is of.');
  const [opening, closing] = [typed.opening, typed.closing].map((text) =>
    text === '' ? undefined : parseAmount(text),
  );
  if (opening === null || closing === null) {
    return refused('balances', 'Type each balance as 1,234.56, or leave it empty.');
  }
  const { periodStart, closingDate } = typed;
  const query = {
    ...{ account: account.kind, bankAccountId: account.id },
    ...(form.has('isRenumbered') && { isRenumbered: true }),
    ...(periodStart !== '' && { periodStart }),
    ...(closingDate !== '' && { closingDate }),
    ...(opening !== undefined && { openingBalance: opening }),
    ...(closing !== undefined && { closingBalance: closing }),
  };
  return { ok: true, query, typed };
}
