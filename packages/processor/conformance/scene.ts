import type { TransactionId } from '@makewhole/domain/ids';
import type { ConnectedProcessor } from '../src/connect-processor.ts';
import type { RefundRequest } from '../src/port.ts';
import type { BehaviourNumber } from './behaviours.ts';
import type { RunningRig } from './rig.ts';

/** What a behaviour is played with: the rig, a processor on it, and the request of a full refund. */
export type Scene = {
  readonly rig: RunningRig;
  readonly connected: ConnectedProcessor;
  readonly processor: ConnectedProcessor['processor'];
  /** Ends the play: this machine lacks what it needs. The reason stands in the report. */
  readonly notShown: (reason: string) => void;
  readonly fullRefund: (transactionId: TransactionId, differently?: Partial<RefundRequest>) => RefundRequest;
};

export type Plays = Readonly<Partial<Record<BehaviourNumber, (scene: Scene) => Promise<void>>>>;
