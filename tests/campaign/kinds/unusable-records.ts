// The payment company has a record that nobody can use: it spoils itself alone, and a person hears of it (B12, B14).
import { randomUUID } from 'node:crypto';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { reconcileAll } from '../last-look.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import type { Draw } from '../draw.ts';
import { drawPayment, type Kind } from './kind.ts';

const AMOUNT = 42_00;

type Unusable = { readonly amount: number; readonly payerName: string };

export const UNUSABLE_RECORDS: readonly Kind[] = [
  {
    name: 'record_with_nul',
    what: "the processor has a payer's name with a NUL in it, and reports a dispute of that payment: it is told, and everything behind it is reconciled and refunded",
    run: (world, draw) => meet(world, draw, { amount: AMOUNT, payerName: 'Ann\0Lee' }),
  },
  {
    name: 'record_of_nothing',
    what: 'the processor has a sale of nothing: it is told, and everything behind it is reconciled and refunded',
    run: (world, draw) => meet(world, draw, { amount: 0, payerName: 'Ann Lee' }),
  },
];

/** Has the record and, behind it, a payment that is refunded and reconciled. @returns that payment */
async function meet(
  world: CampaignWorld,
  draw: Draw,
  { amount, payerName }: Unusable,
): Promise<TransactionId[]> {
  // In a firm of its own: what is told can only be said where nothing else is on its way.
  const own: CampaignWorld = { ...world, ...(await patiently(world.openFirm)) };
  const bad = asId<TransactionId>(`txn_${randomUUID()}`);
  const at = new Date().toISOString();
  const record = {
    ...{ id: bad, account: own.firm.processorAccount, type: 'sale', amount, currency: 'USD' },
    ...{ method: 'card', last4: '1881', payer: { name: payerName, email: null }, matterNumber: null },
    ...{ createdAt: at, capturedAt: at, settledAt: at },
    items: [{ description: 'Fees', invoiceNumber: null, account: 'operating', amount }],
  };
  await patiently(() => own.company.post('/control/payments', { payments: [record] }));
  const good = await own.pay(drawPayment(draw));
  // Nobody disputes nothing.
  if (amount > 0) await patiently(() => own.company.post('/control/dispute', { transactionId: bad }));
  await runUntilClosed(own, (await request(own, good)).id);
  const { differences } = await reconcileAll(own);
  const told = differences.map(({ kind, transactionId }) => `${kind} of ${transactionId}`).join(', ');
  if (told !== `payment_unusable of ${bad}`) throw new Error(`It was told of ${told || 'nothing'}`);
  return [good];
}
