import type { z } from '@hono/zod-openapi';
import type { PaymentFilter } from '@makewhole/db/payments/payment-filter';
import type { FirmId } from '@makewhole/domain/ids';
import { namesOf, rangesOf } from '../http/fields.ts';
import type { paymentListQuery } from './schemas.ts';

type Query = Omit<z.infer<typeof paymentListQuery>, 'type' | 'sort' | 'cursor' | 'limit'> & {
  readonly transactionIds?: readonly string[] | undefined;
};

/** The filters of a query, as the store functions accept them. */
export function paymentFilter(firmId: FirmId, query: Query): PaymentFilter {
  const { q, unassigned, status, method, account, disputed, refund } = query;
  const { matterId, clientId, transactionIds, from, to, minAmount, maxAmount } = query;
  return {
    ...{ firmId, q, unassigned, status, method, account, disputed, refund },
    ...namesOf({ matterId, clientId, transactionIds }),
    ...rangesOf({ from, to, minAmount, maxAmount }),
  };
}
