import { divideLoss, takenFromOperating } from '@makewhole/domain/losses';
import { sum, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { findParts } from './find-parts.ts';
import { findLost } from './book-losses.ts';

/** What the bank took from operating for good, returned and disputed; null if no loss of the payment is recorded. */
export async function findLostFromOperating(
  tx: Db,
  key: PaymentKey,
): Promise<{ readonly returned: Money; readonly disputed: Money } | null> {
  const lost = await findLost(tx, key);
  if (lost.length === 0) return null;
  const parts = await findParts(tx, key);
  const takenBy = (wanted: 'return' | 'dispute') =>
    sum(
      lost
        .filter(({ kind }) => kind === wanted)
        .map(({ amount, debits }) => takenFromOperating({ ...divideLoss(parts, amount, debits), debits })),
    );
  return { returned: takenBy('return'), disputed: takenBy('dispute') };
}
