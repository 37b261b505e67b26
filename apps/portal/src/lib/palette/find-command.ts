// What is typed into the search to do something: "refund txn_..." opens the exact box with that ID, byte for byte. The
// box then looks up that ID and nothing else (R1).
import { refundFormUrl } from '#lib/payments/payment-url.ts';
import type { Hit } from './hits.ts';

/** Null if what was typed is no command. */
export function findCommand(typed: string): Hit | null {
  const [, id] = /^refund\s+(\S*[_\d]\S*)$/i.exec(typed.trim()) ?? [];
  if (id === undefined) return null;
  return { href: refundFormUrl(id), label: `Refund ${id}`, detail: 'Looks up exactly this transaction ID' };
}
