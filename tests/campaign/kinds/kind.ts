import type { TransactionId } from '@makewhole/domain/ids';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import type { WantedPayment } from '../../support/small-firm.ts';
import type { Draw } from '../draw.ts';
import type { CampaignWorld } from '../world.ts';

/** One kind of fault: a run does what people and programs do, is struck by it, and comes to rest. */
export type Kind = {
  readonly name: string;
  /** What strikes, for the report. */
  readonly what: string;
  /** Takes so long that a campaign has it once, however many runs it has. */
  readonly isRare?: true;
  /** Why it cannot be done here or now; null, or left out, where it can. */
  readonly cannotRun?: (world: CampaignWorld) => string | null;
  /** @returns the payments that the invariants are then asked about @throws Error when it does not come to rest */
  readonly run: (world: CampaignWorld, draw: Draw) => Promise<readonly TransactionId[]>;
};

/** Any payment: card or ACH, of an invoice, unapplied, trust, or split. */
export function drawPayment(draw: Draw): WantedPayment {
  const amount = () => draw.between(1, 5_000_00);
  const parts = draw.oneOf<WantedPayment['parts']>([
    [{ of: 'invoice', amount: amount() }],
    [{ of: 'unapplied', amount: amount() }],
    [{ of: 'trust', amount: amount() }],
    [
      { of: 'invoice', amount: amount() },
      { of: 'trust', amount: amount() },
    ],
    [
      { of: 'invoice', amount: amount() },
      { of: 'invoice', amount: amount() },
    ],
  ]);
  return { method: draw.oneOf(PAYMENT_METHODS), parts };
}
