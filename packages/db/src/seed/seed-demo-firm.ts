import { eq, inArray } from 'drizzle-orm';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { invoiceEntries } from '@makewhole/domain/receipts';
import { ROLES, type Role } from '@makewhole/domain/roles';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import { findFirstConnection } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { bookPayment } from '../payments/book-payment.ts';
import { firms, principals } from '../schema/firms.ts';
import { clients, invoices, matterUsers, matters } from '../schema/matters.ts';
import { allocations, paymentItems, payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { buildDemoFirm, type DemoFirm } from './demo-firm.ts';
import { SHOWN_TRANSACTIONS } from './demo-payments.ts';
import { DEMO_FIRM, PORTAL_USERS, portalUserId } from './demo-people.ts';
import { insertSandboxFirm } from './insert-sandbox-firm.ts';
import { playRefund } from './play-refund.ts';
import { processorPaymentsOf, type SeededProcessorPayment } from './processor-payments.ts';

export type SeededFirm = {
  readonly firmId: FirmId;
  readonly transactions: typeof SHOWN_TRANSACTIONS;
  /** The people who get a sign-in to the portal. */
  readonly users: readonly SeededUser[];
  /** What the payment processor must know about these payments: the body of the sandbox's POST /control/payments. */
  readonly processorPayments: readonly SeededProcessorPayment[];
};

export type SeededUser = {
  readonly principalId: PrincipalId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
};

/**
 * Creates the demo firm as it would be at `now`, in one transaction; if it already exists, changes nothing. Either
 * way, returns the firm that exists.
 */
export async function seedDemoFirm(db: Db, { now }: { readonly now: Date }): Promise<SeededFirm> {
  await db.transaction(async (tx) => {
    if (await insertSandboxFirm(tx, { ...DEMO_FIRM, createdAt: now }))
      await insertAll(tx, buildDemoFirm(now));
  });
  const demo = buildDemoFirm(await findSeedingInstant(db));
  return {
    firmId: DEMO_FIRM.id,
    transactions: SHOWN_TRANSACTIONS,
    users: ROLES.map((role) => ({ principalId: portalUserId(role), role, ...PORTAL_USERS[role] })),
    processorPayments: processorPaymentsOf(demo, await findPastRefundIds(db, demo)),
  };
}

async function insertAll(tx: Db, demo: DemoFirm): Promise<void> {
  await tx.insert(principals).values([...demo.principals]);
  await tx.insert(clients).values([...demo.clients]);
  await tx.insert(matters).values([...demo.matters]);
  await tx.insert(matterUsers).values([...demo.matterUsers]);
  await tx.insert(invoices).values([...demo.invoices]);
  const items = demo.payments.flatMap((payment) => payment.items);
  const { id: connectionId } = await findFirstConnection(tx, DEMO_FIRM.id);
  await tx.insert(payments).values(demo.payments.map(({ row }) => ({ ...row, connectionId })));
  const accountOf = await findDefaultAccounts(tx, DEMO_FIRM.id);
  await tx
    .insert(paymentItems)
    .values(items.map(({ row }) => ({ ...row, bankAccountId: accountOf[row.account] })));
  await tx.insert(allocations).values(items.flatMap(({ allocation }) => allocation ?? []));
  await postBooks(tx, demo);
  const cast = { admin: portalUserId('admin'), lawyer: portalUserId('lawyer') };
  for (const past of demo.pastRefunds) await playRefund(tx, DEMO_FIRM.id, past, cast);
}

async function postBooks(tx: Db, demo: DemoFirm): Promise<void> {
  const firmId = DEMO_FIRM.id;
  for (const { id, total, issuedAt } of demo.invoices) {
    const billed = { step: 'invoice', leg: 'operating', allocationId: null } as const;
    await insertPosting(tx, { firmId, invoiceId: id, at: issuedAt }, billed, invoiceEntries(total));
  }
  for (const { row } of demo.payments) {
    if (row.settledAt != null) await bookPayment(tx, row, row.settledAt);
  }
}

/** The `now` that the firm was seeded with: stored as its creation instant. */
async function findSeedingInstant(db: Db): Promise<Date> {
  const [firm] = await db
    .select({ createdAt: firms.createdAt })
    .from(firms)
    .where(eq(firms.id, DEMO_FIRM.id));
  if (firm === undefined) throw new Error('The demo firm is missing right after it was seeded');
  return firm.createdAt;
}

/** Our IDs of the past refunds, by the processor's: ours are new in every database. */
async function findPastRefundIds(db: Db, demo: DemoFirm): Promise<ReadonlyMap<string, RefundId>> {
  const rows = await db
    .select({ id: refunds.id, processorRefundId: refunds.processorRefundId })
    .from(refunds)
    .where(
      inArray(
        refunds.processorRefundId,
        demo.pastRefunds.map((past) => past.processorRefundId),
      ),
    );
  return new Map(
    rows.flatMap(({ id, processorRefundId }) =>
      processorRefundId === null ? [] : [[processorRefundId, id]],
    ),
  );
}
