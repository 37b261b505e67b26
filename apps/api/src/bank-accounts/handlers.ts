import { addBankAccount } from '@makewhole/db/bank-accounts/add-bank-account';
import { changeBankAccount } from '@makewhole/db/bank-accounts/change-bank-account';
import { listBankAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { BANK_ACCOUNTS_MAX, type BankAccountFault } from '@makewhole/domain/bank-accounts';
import { asId, type BankAccountId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { addBankAccountRoute, changeBankAccountRoute, listBankAccountsRoute } from './routes.ts';

export const BANK_ACCOUNT_NOT_FOUND: Refusal = {
  code: 'bank_account_not_found',
  detail: 'Your firm has no such bank account. GET /v1/bank-accounts lists those that it has.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_bank_accounts',
  detail: `A firm can have at most ${BANK_ACCOUNTS_MAX} bank accounts, including closed ones.`,
};

const FAULTS: Readonly<Record<BankAccountFault, string>> = {
  iolta_is_trust: 'Only a trust account can be an IOLTA.',
  default_stays: 'One account of each kind is the default. Make another one the default instead.',
  default_is_open: 'The default account cannot be closed. Make another one the default first.',
};

export function addBankAccountHandlers(app: App, { db }: Services): void {
  app.openapi(listBankAccountsRoute, async (c) => {
    const { firmId } = c.get('caller');
    return c.json({ data: await listBankAccounts(db, firmId) }, 200);
  });

  app.openapi(addBankAccountRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const wanted = c.req.valid('json');
    if (wanted.isIolta && wanted.kind !== 'trust') return problem(c, refusedFor('iolta_is_trust'));
    const added = await addBankAccount(db, { firmId, principalId, at: new Date() }, wanted);
    return added === null ? problem(c, TOO_MANY) : c.json(added, 201);
  });

  app.openapi(changeBankAccountRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const by = { firmId, principalId, at: new Date() };
    const outcome = await changeBankAccount(db, by, asId<BankAccountId>(id), c.req.valid('json'));
    if (outcome.kind === 'not_found') return problem(c, BANK_ACCOUNT_NOT_FOUND);
    if (outcome.kind === 'refused') return problem(c, refusedFor(outcome.fault));
    return c.json(outcome.account, 200);
  });
}

function refusedFor(fault: BankAccountFault): Refusal {
  return { code: 'bank_account_refused', detail: FAULTS[fault] };
}
