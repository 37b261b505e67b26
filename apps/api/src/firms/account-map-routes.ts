import { defineRoute, jsonOf } from '../http/define-route.ts';
import { accountMapChangeSchema, accountMapSchema } from './account-map-schemas.ts';

const tags = ['Firm'];
const responses = {
  200: {
    description: 'Every account of Makewhole, and which account of the general ledger it is',
    content: jsonOf(accountMapSchema),
  },
};

export const getAccountMapRoute = defineRoute('/v1/firm/account-map', 'report.read', {
  method: 'get',
  operationId: 'getAccountMap',
  tags,
  summary: "Read how the journal is exported to the firm's general ledger",
  description: "The basis, and the account of the general ledger for each of Makewhole's accounts.",
  responses,
});

export const putAccountMapRoute = defineRoute('/v1/firm/account-map', 'firm.manage', {
  method: 'put',
  operationId: 'putAccountMap',
  tags,
  summary: "Set how the journal is exported to the firm's general ledger",
  description:
    'Replaces the basis and the whole map. It changes what /v1/exports/journal says, also of days that were exported before, and nothing in the books.',
  request: { body: { required: true, content: jsonOf(accountMapChangeSchema) } },
  responses,
});

export const ACCOUNT_MAP_ROUTES = [getAccountMapRoute, putAccountMapRoute];
