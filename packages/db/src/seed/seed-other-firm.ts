// A second firm beside the demo firm, to test that neither sees the other's data.
import { asId, type FirmId, type PrincipalId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { SCOPES } from '@makewhole/domain/roles';
import { createApiKey } from '../api-keys/create-api-key.ts';
import { createPrincipal } from '../users/create-principal.ts';
import type { Db } from '../connect.ts';
import { mirrorPayment } from '../payments/mirror-payment.ts';
import { insertSandboxFirm } from './insert-sandbox-firm.ts';
import { settlementOf } from './seed-dates.ts';
import { stableId } from './stable-id.ts';

export type OtherFirm = {
  readonly firmId: FirmId;
  /** A settled card payment that could be refunded. */
  readonly transactionId: TransactionId;
  readonly ownerId: PrincipalId;
  /** A key with every scope. */
  readonly apiKey: string;
};

const firmId = stableId<FirmId>('firm', 'Okafor Law');
const transactionId = asId<TransactionId>('txn_nB5tYc8WqZ2mJx6R');
const AMOUNT = money(300_00);
const PAID_DAYS_AGO = 14;
const DAY_MS = 86_400_000;

/** Creates the other firm. Call it once per database. */
export async function seedOtherFirm(db: Db, { now }: { readonly now: Date }): Promise<OtherFirm> {
  return db.transaction(async (tx) => {
    await insertSandboxFirm(tx, {
      id: firmId,
      name: 'Okafor Law, P.C.',
      timeZone: 'America/Chicago',
      processorAccount: 'acct_3RkD8WqYp2Lh',
      approvalRule: 'never',
      secondFactorRequired: false,
      stepEvidence: 'optional',
      riskyRefunds: 'warn',
      separateDuties: false,
      createdAt: now,
    });
    const ownerId = await createPrincipal(tx, {
      firmId,
      kind: 'user',
      name: 'Ada Okafor',
      email: 'ada.okafor@okafor-law.example',
      role: 'owner',
    });
    const principalId = await createPrincipal(tx, { firmId, kind: 'api_client', name: 'Bookkeeping' });
    const { key } = await createApiKey(tx, { firmId, principalId, scopes: SCOPES });
    await insertPayment(tx, now);
    return { firmId, transactionId, ownerId, apiKey: key };
  });
}

async function insertPayment(tx: Db, now: Date): Promise<void> {
  const createdAt = new Date(now.getTime() - PAID_DAYS_AGO * DAY_MS);
  const payment = {
    transactionId,
    type: 'sale',
    status: 'settled',
    amount: AMOUNT,
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Paul Brandt', email: 'paul.brandt@mail.example' },
    matterNumber: null,
    createdAt,
    settledAt: settlementOf(createdAt, 'card'),
    disputed: false,
    disputeLost: false,
    refundedElsewhere: false,
    items: [{ description: 'Consultation', invoiceNumber: null, account: 'operating', amount: AMOUNT }],
  } as const;
  await mirrorPayment(tx, { firmId, payment, asOf: now });
}
