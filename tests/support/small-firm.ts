// A firm of one matter for tests that say themselves what payments there are: in our database and at the sandbox alike.
import { randomUUID } from 'node:crypto';
import { and, eq, like, or, sql } from 'drizzle-orm';
import { openSandboxConnection } from '@makewhole/db/connections/open-connection';
import { openDefaultAccounts } from '@makewhole/db/bank-accounts/open-default-accounts';
import type { ChangedBy } from '@makewhole/db/events/append-firm-event';
import type { Db } from '@makewhole/db/connect';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { newId } from '@makewhole/db/new-id';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { addToTotals } from '@makewhole/db/trust/matter-totals';
import { requestRefund, type RefundRequest, type RequestOutcome } from '@makewhole/db/refunds/request-refund';
import { firms, principals } from '@makewhole/db/schema/firms';
import { accounts, ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { clients, invoices, matterUsers, matters } from '@makewhole/db/schema/matters';
import {
  asId,
  type BankAccountId,
  type ConnectionId,
  type FirmId,
  type InvoiceId,
  type MatterId,
  type PrincipalId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { LEDGER_ACCOUNTS } from '@makewhole/domain/postings';
import type { Role } from '@makewhole/domain/roles';
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import type { SandboxControl } from './sandbox-control.ts';

export type SmallFirm = {
  readonly firmId: FirmId;
  readonly processorAccount: string;
  readonly connectionId: ConnectionId;
  readonly newTransactionId?: () => string; // as the sandbox makes them where left out
  readonly matterId: MatterId;
  readonly people: Readonly<Record<Exclude<Role, 'viewer'>, PrincipalId>>;
};

/** Its owner, as who changes something of the firm. */
export function byOwner({ firmId, people }: SmallFirm, at = new Date()): ChangedBy {
  return { firmId, principalId: people.owner, at };
}

/** Whom a refund on the matter is told to. */
export const MATTER_USERS = [
  { name: 'Nora Adler', email: 'nora@adler.example' },
  { name: 'Luis Brandt', email: 'luis@adler.example' },
];
/** Most tests are about something else than a second person or a code. */
const TRUSTING = {
  approvalRule: 'never',
  secondFactorRequired: false,
  stepEvidence: 'optional',
  riskyRefunds: 'warn',
  separateDuties: false,
} as const;
const MATTER_NUMBER = '2026-014';
const DAY_MS = 86_400_000;
/** What the firm had from the start, and what it paid out of trust for a payment that was given it. */
const [OPENING, SPENT] = ['opening_', 'spent_'] as const;

/**
 * Writes the firm, its chart of accounts, one matter with two users, and what the matter has in trust, in minor units: the
 * trust payments that are given it later come and go, see `givePayment`.
 */
export async function createSmallFirm(db: Db, trustBalance = 5_000_00): Promise<SmallFirm> {
  const [firmId, matterId] = [newId<FirmId>('firm'), newId<MatterId>('mat')];
  const clientId = newId<string>('cl');
  const processorAccount = `acct_${randomUUID()}`;
  await db.insert(firms).values({ ...TRUSTING, id: firmId, name: 'Adler & Brandt LLP', processorAccount });
  await db
    .insert(accounts)
    .values(LEDGER_ACCOUNTS.map((code) => ({ firmId, code, name: code, kind: 'asset' as const })));
  await openDefaultAccounts(db, firmId);
  const connectionId = await openSandboxConnection(db, { firmId, account: processorAccount });
  await db.insert(clients).values({ id: clientId, firmId, name: 'Dana Whitfield' });
  await db.insert(matters).values({
    ...{ id: matterId, firmId, clientId },
    ...{ externalId: 'm-14', number: MATTER_NUMBER, name: 'Whitfield lease' },
  });
  await db.insert(matterUsers).values(MATTER_USERS.map((user) => ({ ...user, firmId, matterId })));
  await bookTrust(db, { firmId, matterId }, `${OPENING}${matterId}`, trustBalance);
  const people = {
    admin: newId<PrincipalId>('pr'),
    lawyer: newId<PrincipalId>('pr'),
    owner: newId<PrincipalId>('pr'),
  };
  for (const role of ['admin', 'lawyer', 'owner'] as const) {
    await db.insert(principals).values({
      id: people[role],
      firmId,
      kind: 'user',
      name: `The ${role}`,
      email: `${role}@adler.example`,
      role,
    });
  }
  return { firmId, processorAccount, connectionId, matterId, people };
}

export type WantedPayment = {
  readonly method?: PaymentMethod;
  /** Minor units; 'unapplied' is operating money that no invoice took. Each 'invoice' gets an invoice of its own. */
  readonly parts: readonly {
    readonly of: 'invoice' | 'unapplied' | 'trust';
    readonly amount: number;
    /** An invoice that is there already. */
    readonly invoice?: string;
  }[];
  /** What the payment company's record says otherwise than ours; null where it has none. */
  readonly atProcessor?: Readonly<Record<string, unknown>> | null;
  /** It was captured, and has not settled: neither there nor in our copy. */
  readonly unsettled?: boolean;
  /** It was reserved, and never captured. */
  readonly authorized?: boolean;
  /** The number of another matter of the firm, which keeps what it brings to trust. */
  readonly ofMatter?: string;
};

/**
 * Makes a payment of the firm, thirty days old, that can be refunded once it has settled: in our books and at the sandbox.
 * @param sandbox null where nobody asks it
 */
export async function givePayment(
  db: Db,
  sandbox: Pick<SandboxControl, 'post'> | null,
  firm: SmallFirm,
  {
    method = 'card',
    parts,
    atProcessor = {},
    unsettled = false,
    authorized = false,
    ofMatter,
  }: WantedPayment,
): Promise<TransactionId> {
  const transactionId = asId<TransactionId>(firm.newTransactionId?.() ?? `txn_${randomUUID()}`);
  const createdAt = new Date(Date.now() - 30 * DAY_MS);
  const settledAt = unsettled || authorized ? null : new Date(createdAt.getTime() + 2 * DAY_MS);
  const items = [];
  for (const { of, amount, invoice } of parts) {
    const invoiceNumber = of === 'invoice' ? (invoice ?? (await giveInvoice(db, firm, amount))) : null;
    items.push({
      description: of === 'trust' ? 'Retainer' : 'Legal services',
      invoiceNumber,
      account: of === 'trust' ? ('trust' as const) : ('operating' as const),
      amount: money(amount),
    });
  }
  const payment = {
    type: authorized ? ('authorization' as const) : ('sale' as const),
    amount: sum(items.map((item) => item.amount)),
    currency: 'USD' as const,
    method,
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
    matterNumber: ofMatter ?? MATTER_NUMBER,
    disputed: false,
    items,
  };
  if (sandbox !== null && atProcessor !== null) {
    const record = {
      ...payment,
      id: transactionId,
      account: firm.processorAccount,
      createdAt: createdAt.toISOString(),
      capturedAt: authorized ? null : createdAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
    };
    await sandbox.post('/control/payments', { payments: [{ ...record, ...atProcessor }] });
  }
  await mirrorPayment(db, {
    firmId: firm.firmId,
    connectionId: firm.connectionId,
    asOf: new Date(),
    payment: {
      ...payment,
      transactionId,
      status: authorized ? 'authorized' : unsettled ? 'captured' : 'settled',
      createdAt,
      settledAt,
      disputeLost: false,
      refundedElsewhere: false,
    },
  });
  if (settledAt !== null && ofMatter === undefined) await spendTrust(db, firm, transactionId, items);
  return transactionId;
}

/** As much of the matter's trust money as a payment brought is paid out for it, so that it has what the test says. */
async function spendTrust(
  db: Db,
  firm: SmallFirm,
  transactionId: TransactionId,
  items: readonly { readonly account: string; readonly amount: number }[],
): Promise<void> {
  const brought = sum(items.filter(({ account }) => account === 'trust').map(({ amount }) => money(amount)));
  if (brought === 0) return;
  await bookTrust(db, firm, `${SPENT}${transactionId}`, -brought);
}

/** Money comes to trust without a payment, or is paid out of it if negative: in the default account, or another. */
export function bringTrust(db: Db, firm: OfMatter, amount: number, into?: BankAccountId): Promise<void> {
  return bookTrust(db, firm, `${OPENING}${randomUUID()}`, amount, into);
}

type OfMatter = Pick<SmallFirm, 'firmId' | 'matterId'>;

async function bookTrust(
  db: Db,
  { firmId, matterId }: OfMatter,
  name: string,
  amount: number,
  bankAccountId?: BankAccountId,
): Promise<void> {
  const bankAccounts = bankAccountId === undefined ? {} : { trust: bankAccountId };
  await db.transaction(async (tx) => {
    await addToTotals(tx, { firmId, matterId }, { balance: amount });
    if (amount === 0) return;
    await insertPosting(
      tx,
      { firmId, transactionId: asId<TransactionId>(name), at: new Date(), bankAccounts },
      { step: 'receipt', leg: 'trust', allocationId: null },
      [
        { account: 'trust_bank', matterId: null, amount: money(amount) },
        { account: 'client_trust_liability', matterId, amount: money(-amount) },
      ],
    );
  });
}

/** What the firm's trust account has of what moved without a payment. */
export async function sumWithoutPayment(db: Db, { firmId }: Pick<SmallFirm, 'firmId'>): Promise<number> {
  const [row] = await db
    .select({ total: sql<number>`coalesce(sum(${ledgerEntries.amount}), 0)::bigint`.mapWith(Number) })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.account, 'trust_bank'),
        or(...[OPENING, SPENT].map((name) => like(postings.transactionId, `${name}%`))),
      ),
    );
  return row?.total ?? 0;
}

/** What the API asks of the database for a refund, by the firm's admin, under a key of its own. */
export function askRefund(
  db: Db,
  { firmId, people }: SmallFirm,
  transactionId: TransactionId,
  changes: Partial<RefundRequest> = {},
): Promise<RequestOutcome> {
  return requestRefund(db, {
    firmId,
    principalId: people.admin,
    transactionId,
    reason: 'Paid twice by mistake',
    internalNote: null,
    previewHash: null,
    idempotency: { route: 'POST /v1/refunds', key: randomUUID(), requestHash: 'none' },
    now: new Date(),
    creditDaysOf,
    render: ({ id }) => ({ status: 202, headers: {}, body: JSON.stringify({ id }) }),
    ...changes,
  });
}

/** A bill of the firm's matter, in minor units. @returns its number */
export async function giveInvoice(db: Db, { firmId, matterId }: SmallFirm, amount: number): Promise<string> {
  const id = newId<InvoiceId>('inv');
  const number = `INV-${id.slice(-12)}`;
  await db.insert(invoices).values({
    id,
    firmId,
    matterId,
    externalId: number,
    number,
    total: money(amount),
    currency: 'USD',
    issuedAt: new Date(),
  });
  return number;
}

/** One more matter of the firm, of a client of its own. */
export async function addMatter(
  db: Db,
  { firmId }: Pick<SmallFirm, 'firmId'>,
  { number, name, client }: { readonly number: string; readonly name: string; readonly client: string },
): Promise<MatterId> {
  const [id, clientId] = [newId<MatterId>('mat'), newId<string>('cl')];
  await db.insert(clients).values({ id: clientId, firmId, name: client });
  await db.insert(matters).values({ id, firmId, externalId: number, number, name, clientId });
  return id;
}
