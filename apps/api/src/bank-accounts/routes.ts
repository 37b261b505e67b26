import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  bankAccountChangesSchema,
  bankAccountListSchema,
  bankAccountSchema,
  newBankAccountSchema,
} from './schemas.ts';

const tags = ['Bank'];
const ACCOUNT = { description: 'The current bank account', content: jsonOf(bankAccountSchema) };

export const listBankAccountsRoute = defineRoute('/v1/bank-accounts', 'report.read', {
  method: 'get',
  operationId: 'listBankAccounts',
  tags,
  summary: "List the firm's bank accounts",
  description: 'Open ones and closed ones, with the last four digits alone.',
  responses: {
    200: {
      description: 'Operating accounts, then trust accounts; the default of each kind first',
      content: jsonOf(bankAccountListSchema),
    },
  },
});

export const addBankAccountRoute = defineRoute('/v1/bank-accounts', 'firm.manage', {
  method: 'post',
  operationId: 'addBankAccount',
  tags,
  summary: 'Add a bank account',
  description:
    'It takes part in nothing until a statement is imported for it, or until it becomes the default.',
  problems: ['bank_account_refused', 'too_many_bank_accounts'],
  request: { body: { required: true, content: jsonOf(newBankAccountSchema) } },
  responses: { 201: ACCOUNT },
});

export const changeBankAccountRoute = defineRoute('/v1/bank-accounts/{id}', 'firm.manage', {
  method: 'patch',
  operationId: 'changeBankAccount',
  tags,
  summary: 'Change, close or reopen a bank account, or make it the default',
  description: 'What is already booked stays in the account in which it was booked.',
  problems: ['bank_account_not_found', 'bank_account_refused'],
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: jsonOf(bankAccountChangesSchema) },
  },
  responses: { 200: ACCOUNT },
});

export const BANK_ACCOUNT_ROUTES = [listBankAccountsRoute, addBankAccountRoute, changeBankAccountRoute];
