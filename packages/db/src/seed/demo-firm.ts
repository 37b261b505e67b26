// The demo firm as rows, built for an instant: its people, clients and matters, and two months of payments.
import { addBankDays, isBankDay } from '@makewhole/domain/bank-calendar';
import { sum } from '@makewhole/domain/money';
import { ROLES } from '@makewhole/domain/roles';
import type { principals } from '../schema/firms.ts';
import type { clients, invoices, matterUsers, matters } from '../schema/matters.ts';
import { CLIENTS, MATTERS, type MatterKey } from './demo-matters.ts';
import { buildPayments, invoiceIdOf, matterIdOf, type SeededPayment } from './demo-payment-rows.ts';
import { PAYMENTS, UNPAID_INVOICES } from './demo-payments.ts';
import { API_CLIENT, DEMO_FIRM, PORTAL_USERS, STAFF, portalUserId } from './demo-people.ts';
import { REFUNDS, type PlannedRefund } from './demo-refunds.ts';
import { beforeClose, dateDaysAgo } from './seed-dates.ts';
import { stableId } from './stable-id.ts';

export type PastRefund = PlannedRefund & { readonly requestedAt: Date };

export type DemoFirm = {
  readonly principals: readonly (typeof principals.$inferInsert)[];
  readonly clients: readonly (typeof clients.$inferInsert)[];
  readonly matters: readonly (typeof matters.$inferInsert)[];
  readonly matterUsers: readonly (typeof matterUsers.$inferInsert)[];
  readonly invoices: readonly (typeof invoices.$inferInsert)[];
  readonly payments: readonly SeededPayment[];
  readonly pastRefunds: readonly PastRefund[];
};

const firmId = DEMO_FIRM.id;
// The casts: the keys of these two tables are exactly those of their types.
const MATTER_KEYS = Object.keys(MATTERS) as MatterKey[];
const INVOICED_DAYS_BEFORE_PAYMENT = 14;
const INVOICED_MINUTES_BEFORE_CLOSE = 60;
const ASKED_MINUTES_BEFORE_CLOSE = 170;

/** The same instant gives the same rows, and every instant the same IDs. */
export function buildDemoFirm(now: Date): DemoFirm {
  const payments = buildPayments(now);
  return {
    principals: [
      ...ROLES.map((role) => {
        const { name, email } = PORTAL_USERS[role];
        return { id: portalUserId(role), firmId, kind: 'user', role, name, email } as const;
      }),
      { ...API_CLIENT, firmId, kind: 'api_client' },
    ],
    clients: Object.entries(CLIENTS).map(([key, { name, email }]) => ({
      id: clientIdOf(key),
      firmId,
      name,
      email,
    })),
    matters: MATTER_KEYS.map((key) => {
      const { number, name, client } = MATTERS[key];
      return {
        id: matterIdOf(key),
        firmId,
        externalId: `matter-${number}`,
        number,
        name,
        clientId: clientIdOf(client),
      };
    }),
    matterUsers: MATTER_KEYS.flatMap((key) =>
      MATTERS[key].users.map((user) => ({ firmId, matterId: matterIdOf(key), ...STAFF[user] })),
    ),
    invoices: [...paidInvoices(now), ...unpaidInvoices(now)],
    payments,
    pastRefunds: REFUNDS.map((plan) => ({ ...plan, requestedAt: requestedAt(plan, now) })),
  };
}

function clientIdOf(key: string): string {
  return stableId<string>('cl', key);
}

type InvoiceRow = DemoFirm['invoices'][number];

function paidInvoices(now: Date): InvoiceRow[] {
  const paid = PAYMENTS.flatMap((plan) => plan.items.map((item) => ({ ...item, plan })));
  return [...Map.groupBy(paid, (item) => item.invoiceNumber)].flatMap(([number, items]) => {
    const [first] = items;
    if (number === null || first === undefined) return [];
    const issuedDaysAgo = first.plan.daysAgo + INVOICED_DAYS_BEFORE_PAYMENT;
    const total = sum(items.map((item) => item.amount));
    return [invoiceOf({ number, matter: first.plan.matter, total, issuedDaysAgo }, now)];
  });
}

function unpaidInvoices(now: Date): InvoiceRow[] {
  return UNPAID_INVOICES.map((invoice) => invoiceOf(invoice, now));
}

function invoiceOf(
  { number, matter, total, issuedDaysAgo }: (typeof UNPAID_INVOICES)[number],
  now: Date,
): InvoiceRow {
  return {
    id: invoiceIdOf(number),
    firmId,
    matterId: matterIdOf(matter),
    externalId: `invoice-${number}`,
    number,
    total,
    currency: 'USD',
    issuedAt: beforeClose(dateDaysAgo(now, issuedDaysAgo), INVOICED_MINUTES_BEFORE_CLOSE),
  };
}

/** An afternoon of a bank day: the planned one, or the last one before it. */
function requestedAt({ daysAgo }: PlannedRefund, now: Date): Date {
  let days = daysAgo;
  while (!isBankDay(dateDaysAgo(now, days))) days += 1;
  return beforeClose(addBankDays(dateDaysAgo(now, days), 0), ASKED_MINUTES_BEFORE_CLOSE);
}
