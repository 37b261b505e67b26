// Which of Stripe's events we read, in the list and by webhook, and what each is about.
import type { TransactionId } from '@makewhole/domain/ids';
import { asId } from '@makewhole/domain/ids';
import type { ProcessorEvent } from '../events.ts';
import { canonicalId, instantOf, REFERENCE_KEY } from './refund.ts';
import type { WireEvent } from './wire.ts';

/** As ours name them. A list of events takes at most 20 types. */
const TYPES: Readonly<Record<string, ProcessorEvent['type']>> = {
  'refund.created': 'refund.created',
  'refund.updated': 'refund.updated',
  'refund.failed': 'refund.failed',
  'charge.succeeded': 'payment.updated',
  'charge.pending': 'payment.updated',
  'charge.failed': 'payment.updated',
  'charge.captured': 'payment.updated',
  'charge.expired': 'payment.updated',
  'charge.updated': 'payment.updated',
  'charge.refunded': 'payment.updated',
  'charge.dispute.created': 'payment.disputed',
  'charge.dispute.updated': 'payment.disputed',
  'charge.dispute.closed': 'dispute.closed',
  'charge.dispute.funds_withdrawn': 'payment.disputed',
  'charge.dispute.funds_reinstated': 'dispute.closed',
  'payment_intent.succeeded': 'payment.updated',
  'payment_intent.canceled': 'payment.updated',
  'payment_intent.amount_capturable_updated': 'payment.updated',
};

export const EVENT_TYPES: readonly string[] = Object.keys(TYPES);

/** Null for a type that we do not read, or an object that names no payment. */
export function readEvent(event: WireEvent, account: string): ProcessorEvent | null {
  const type = TYPES[event.type];
  const about = type === undefined ? null : aboutOf(event);
  if (type === undefined || about === null) return null;
  const said = { id: event.id, occurredAt: instantOf(event.created) };
  const { transactionId, refundId, reference } = about;
  switch (type) {
    case 'payment.updated':
    case 'payment.disputed':
    case 'payment.returned':
    case 'dispute.closed':
      return { ...said, type, payment: { transactionId, account, dispute: null } };
    default:
      return { ...said, type, refund: { id: refundId, account, transactionId, reference } };
  }
}

type About = {
  readonly transactionId: TransactionId;
  /** '' for what is not about a refund. */
  readonly refundId: string;
  readonly reference: string | null;
};

function aboutOf({ data: { object } }: WireEvent): About | null {
  switch (object.object) {
    case 'payment_intent':
      return { transactionId: asId<TransactionId>(object.id), refundId: '', reference: null };
    case 'charge': {
      const transactionId = canonicalId({ ...object, charge: object.id });
      return transactionId === null ? null : { transactionId, refundId: '', reference: null };
    }
    case 'dispute':
    case 'refund': {
      const transactionId = canonicalId(object);
      if (transactionId === null) return null;
      const reference = object.metadata?.[REFERENCE_KEY] ?? null;
      return { transactionId, refundId: object.object === 'refund' ? object.id : '', reference };
    }
    default:
      return null;
  }
}
