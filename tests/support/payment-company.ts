// A stand-in for a payment company, as tests of the whole engine pull its levers, whichever company it is.
import type { SandboxControl, SandboxRefund } from './sandbox-control.ts';

export type PaymentCompany = Pick<SandboxControl, 'url' | 'settle' | 'fail' | 'returnRefund' | 'post'> & {
  /** For reports. */
  readonly name: string;
  /** What it really did for a payment, oldest first. */
  readonly refunds: (transactionId: string) => Promise<SandboxRefund[]>;
  /** Arms a fault of the sandbox's names (apps/sandbox/src/faults.ts), or what is the same here. */
  readonly arm: (fault: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** What a fault names that strikes the question for our refund by its reference. */
  readonly lookupOf: (of: {
    readonly transactionId: string;
    readonly reference: string;
  }) => Readonly<Record<string, string>>;
  /** It goes down and comes back as it was; null where a test ends and starts its process itself. */
  readonly beAway: ((ms: number) => Promise<void>) | null;
  readonly stop: () => Promise<void>;
};
