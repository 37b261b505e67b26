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
  tags,
  summary: "List the firm's bank accounts",
  responses: {
    200: {
      description: 'Operating accounts, then trust accounts; the default of each kind first',
      content: jsonOf(bankAccountListSchema),
    },
  },
});

export const addBankAccountRoute = defineRoute('/v1/bank-accounts', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Add a bank account',
  description:
    'It takes part in nothing until a statement is imported for it, or until it becomes the default.',
  request: { body: { required: true, content: jsonOf(newBankAccountSchema) } },
  responses: { 201: ACCOUNT },
});

export const changeBankAccountRoute = defineRoute('/v1/bank-accounts/{id}', 'firm.manage', {
  method: 'patch',
  tags,
  summary: 'Change, close or reopen a bank account, or make it the default',
  description: 'What is already booked stays in the account in which it was booked.',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: jsonOf(bankAccountChangesSchema) },
  },
  responses: { 200: ACCOUNT },
});

export const BANK_ACCOUNT_ROUTES = [listBankAccountsRoute, addBankAccountRoute, changeBankAccountRoute];
