// Lists of payments as the tests read them, and many payments to list.
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import type { Db } from '@makewhole/db/connect';
import { listPayments, type PaymentListInput, type PaymentPage } from '@makewhole/db/payments/list-payments';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { payments } from '@makewhole/db/schema/payments';
import { asId, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';

/** When payments are made that say nothing else. */
export const START_MS = Date.UTC(2026, 0, 5);

type PaymentFields = Partial<Pick<typeof payments.$inferInsert, 'createdAt' | 'amount' | 'payerName'>>;

export function paymentLists(db: Db) {
  return { page, walk, insertPayments };

  async function page(input: PaymentListInput): Promise<PaymentPage> {
    const answer = await listPayments(db, input);
    if (answer.kind !== 'page') throw new Error(`The page is refused: ${answer.reason}`);
    return answer;
  }

  /** All pages of a list, one after another. */
  async function walk(input: PaymentListInput): Promise<PaymentView[]> {
    const { data, nextCursor } = await page(input);
    return nextCursor === null ? [...data] : [...data, ...(await walk({ ...input, cursor: nextCursor }))];
  }

  async function insertPayments(
    count: number,
    fieldsOf: (n: number) => PaymentFields,
    firmId: FirmId,
    name: string,
    types: readonly PaymentType[] = PAYMENT_TYPES,
  ): Promise<void> {
    const { id: connectionId } = await findFirstConnection(db, firmId);
    await db.insert(payments).values(
      Array.from({ length: count }, (_, n) => ({
        ...{ firmId, connectionId },
        transactionId: asId<TransactionId>(`txn_${name}_${n}`),
        type: types[n % types.length] ?? 'sale',
        status: 'captured' as const,
        amount: money(100),
        currency: 'USD' as const,
        method: 'card' as const,
        last4: '4242',
        payerName: 'Ana Silva',
        createdAt: new Date(START_MS),
        ...fieldsOf(n),
      })),
    );
  }
}
