import { defineRoute, jsonOf } from '../http/define-route.ts';
import { payoutPageSchema, payoutQuery } from './schemas.ts';

export const listPayoutsRoute = defineRoute('/v1/payouts', 'report.read', {
  method: 'get',
  operationId: 'listPayouts',
  tags: ['Trust'],
  summary: 'List what payment companies that net have paid out',
  description:
    'A company that nets deducts refunds, disputes and fees from its next payout, so one bank line stands for many items. Payouts and their items are fetched every night. For a trust account, choose a company that pays out gross where you can: receipts should be deposited intact, and fees should never come out of trust.',
  request: { query: payoutQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(payoutPageSchema) } },
});

export const PAYOUT_ROUTES = [listPayoutsRoute];
