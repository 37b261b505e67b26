// The sandbox's answers, parsed at the border into the port's own types.
import type { TransactionId } from '@makewhole/domain/ids';
import { asId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import {
  BANK_ACCOUNTS,
  DISPUTE_STATUSES,
  ITEM_KINDS,
  PAYMENT_METHODS,
  PAYMENT_REPORTS,
} from '@makewhole/domain/payments';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { z } from 'zod';
import type { ReportedPayment, ReportedRefund } from '../events.ts';
import type { UnreadableRecord } from '../no-answer.ts';
import type { ProcessorPayment, ProcessorRefund, ProcessorTrace } from '../port.ts';

const amount = z.number().int().nonnegative().transform(money);
const currency = z.string().regex(/^[A-Z]{3}$/);
const time = z.iso.datetime();
const transactionId = z
  .string()
  .min(1)
  .transform(asId<TransactionId>);

export const wireRefund = z
  .object({
    id: z.string().min(1),
    account: z.string(),
    paymentId: transactionId,
    amount,
    currency,
    status: z.enum(['pending', 'succeeded', 'failed', 'returned']),
    reference: z.string().nullable(),
    failureCode: z.string().nullable(),
    createdAt: time,
    succeededAt: time.nullable(),
    failedAt: time.nullable(),
    returnedAt: time.nullable(),
    traceNumber: z.string().min(1).max(64).nullable().optional(),
  })
  .transform(({ paymentId, traceNumber, ...refund }): ProcessorRefund => ({
    ...refund,
    transactionId: paymentId,
    pendingReason: null,
    trace: traceNumber === undefined ? null : traceOf(traceNumber),
    isReversal: false,
  }));

/** An ARN has 23 digits, an ACH trace number 15. */
function traceOf(value: string | null): ProcessorTrace {
  const kind = value?.length === 15 ? 'ach_trace_number' : 'acquirer_reference_number';
  return { kind, value, status: value === null ? 'pending' : 'available' };
}

const wireDispute = z.object({
  id: z.string(),
  status: z.enum(DISPUTE_STATUSES),
  reason: z.string(),
  amount: amount.optional(),
  fee: amount.optional(),
  kind: z.enum(['inquiry', 'chargeback']).optional(),
  debitedFrom: z.enum(BANK_ACCOUNTS).optional(),
  respondBy: time.optional(),
  openedAt: time,
  closedAt: time.nullable(),
});

export const wirePayment = z
  .object({
    id: transactionId,
    account: z.string(),
    type: z.enum(['sale', 'authorization']),
    status: z.enum(['authorized', 'captured', 'settled', 'voided', 'refunded', 'returned']),
    amount,
    currency,
    method: z.enum(PAYMENT_METHODS),
    last4: z.string(),
    payer: z.object({ name: z.string(), email: z.string().nullable() }),
    matterNumber: z.string().nullable(),
    createdAt: time,
    capturedAt: time.nullable(),
    settledAt: time.nullable(),
    returnedAt: time.nullable(),
    returned: z
      .object({ code: z.string().nullable(), debitedFrom: z.enum(BANK_ACCOUNTS).nullable() })
      .nullable()
      .optional(),
    disputed: z.boolean(),
    dispute: wireDispute.nullable(),
    items: z
      .array(
        z.object({
          description: z.string(),
          invoiceNumber: z.string().nullable(),
          account: z.enum(BANK_ACCOUNTS),
          amount,
          kind: z.enum(ITEM_KINDS).nullable().optional(),
        }),
      )
      .nullable(),
    description: z.string().optional(),
    invoiceNumbers: z.array(z.string()).optional(),
    refundedAmount: amount,
    refunds: z.array(wireRefund),
  })
  .transform(({ id, status, ...payment }): ProcessorPayment => ({
    ...payment,
    transactionId: id,
    aliases: [],
    mode: 'test',
    refundable: null,
    // The sandbox's `refunded` hides the payment's own status; the port keeps the two apart.
    status: status !== 'refunded' ? status : statusBesideRefunds(payment),
  }));

/** A page of a merchant's records; each item is parsed separately. */
export const wirePage = z.object({ data: z.array(z.unknown()), nextCursor: z.string().min(1).nullable() });

/** The least that says what changed. */
export const wireChanges = z.object({
  data: z.array(
    z.object({
      id: transactionId,
      account: z.string(),
      refunds: z.array(z.object({ id: z.string().min(1) })),
    }),
  ),
  nextCursor: z.string().min(1).nullable(),
  /** Where the page ended, also where it is the last one. */
  lastCursor: z.string().min(1),
});

/** Identifies the owner of a record of unknown shape. */
const wireNames = z.object({
  id: z.string(),
  account: z.string(),
  /** Set on a refund. */
  paymentId: z.string().optional().catch(undefined),
});

export type Unread = {
  /** Null if the record does not name its merchant. */
  readonly account: string | null;
  readonly record: UnreadableRecord;
};

/** Describes a record that could not be parsed. */
export function unread(json: unknown, error: z.ZodError): Unread {
  const names = wireNames.safeParse(json).data;
  const path = error.issues[0]?.path.join('.') ?? '';
  return {
    account: names?.account ?? null,
    record: {
      kind: 'unreadable',
      transactionId: names?.paymentId ?? names?.id ?? '',
      processorRefundId: names?.paymentId === undefined ? null : names.id,
      fault:
        path === '' ? 'it has no shape that is known here' : `its field ${path} is none that is known here`,
    },
  };
}

/** The message is shown, logged and kept with a refund. */
export const wireError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().transform((message) => maskSensitiveNumbers(message, 'reference')),
  }),
});

/** Only the fields that identify a report must parse; the rest is kept as it came. */
const wireReportedRefund = z
  .looseObject({
    id: z.string().min(1),
    account: z.string(),
    paymentId: transactionId,
    reference: z.string().nullable(),
  })
  .transform(({ paymentId, ...refund }): ReportedRefund => ({ ...refund, transactionId: paymentId }));

const wireReportedPayment = z
  .looseObject({ id: transactionId, account: z.string(), dispute: wireDispute.nullable().catch(null) })
  .transform(({ id, ...payment }): ReportedPayment => ({ ...payment, transactionId: id }));

export const wireEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['refund.created', 'refund.succeeded', 'refund.failed', 'refund.returned']),
    timestamp: time,
    data: z.object({ refund: wireReportedRefund }),
  }),
  z.object({
    type: z.enum(PAYMENT_REPORTS),
    timestamp: time,
    data: z.object({ payment: wireReportedPayment }),
  }),
]);

/** A returned payment stays returned, even if it was also refunded. */
function statusBesideRefunds({
  settledAt,
  returnedAt,
}: {
  readonly settledAt: string | null;
  readonly returnedAt: string | null;
}): 'captured' | 'settled' | 'returned' {
  if (returnedAt !== null) return 'returned';
  return settledAt === null ? 'captured' : 'settled';
}
