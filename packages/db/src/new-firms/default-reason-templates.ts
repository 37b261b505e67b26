import type { FirmId } from '@makewhole/domain/ids';
import { newId } from '../new-id.ts';
import type { reasonTemplates } from '../schema/reason-templates.ts';

/** The most common reasons for refunds: a start, which each firm adapts. */
const REASONS = [
  {
    label: 'Paid twice',
    text: 'This payment was made twice. The second payment is refunded in full.',
  },
  {
    label: 'Wrong amount',
    text: 'This payment was made with a wrong amount. It is refunded in full; please pay the amount of the invoice.',
  },
  {
    label: 'Wrong invoice or matter',
    text: 'This payment was meant for another invoice or matter. It is refunded in full; please pay again, with the right one.',
  },
  {
    label: 'Wrong card or bank account',
    text: 'This payment was made from the wrong card or bank account. It is refunded in full.',
  },
  {
    label: 'Advance deposit not needed',
    text: 'The advance deposit is not needed any more. It is refunded in full.',
  },
] as const;

export function defaultReasonTemplates(firmId: FirmId): (typeof reasonTemplates.$inferInsert)[] {
  return REASONS.map((reason, index) => ({
    ...reason,
    id: newId<string>('rt'),
    firmId,
    position: index + 1,
  }));
}
