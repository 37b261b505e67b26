// The conformance kit: what every adapter must do, played against a stand-in for its company.
import { randomUUID } from 'node:crypto';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectedProcessor } from '../src/connect-processor.ts';
import type { RefundRequest } from '../src/port.ts';
import { BEHAVIOURS, BEHAVIOUR_NUMBERS, type BehaviourNumber } from './behaviours.ts';
import { LISTING } from './play-lists.ts';
import { LOOKING_UP } from './play-lookups.ts';
import { OUTCOMES } from './play-outcomes.ts';
import { SENDING } from './play-sends.ts';
import { SIGNING } from './play-webhooks.ts';
import type { Rig, RunningRig } from './rig.ts';

/** What a behaviour is played with: the rig, a processor on it, and the request of a full refund. */
export type Scene = {
  readonly rig: RunningRig;
  readonly connected: ConnectedProcessor;
  readonly processor: ConnectedProcessor['processor'];
  readonly fullRefund: (transactionId: TransactionId, differently?: Partial<RefundRequest>) => RefundRequest;
};

export type Plays = Readonly<Partial<Record<BehaviourNumber, (scene: Scene) => Promise<void>>>>;

const PLAYS: Plays = { ...LOOKING_UP, ...SENDING, ...OUTCOMES, ...LISTING, ...SIGNING };
const PLAY_MS_MAX = 60_000;

/** Registers a test for each behaviour; one that the rig cannot show is a test too, which says so in its name. */
export function describeProcessor({ name, notShown, start }: Rig): void {
  describe(`a processor like ${name}`, () => {
    let rig: RunningRig;
    beforeAll(async () => {
      rig = await start();
    });
    afterEach(() => rig.clearFaults());
    afterAll(() => rig.stop());

    for (const number of BEHAVIOUR_NUMBERS) {
      const words = `${number}. ${BEHAVIOURS[number]}`;
      const play = PLAYS[number];
      const reason = notShown[number];
      if (reason !== undefined || play === undefined) {
        test(`${words}: NOT SHOWN, ${reason ?? 'nothing plays it'}`, () => {
          expect(reason).toBeTruthy();
        });
      } else {
        test(words, () => play(setUp(rig)), PLAY_MS_MAX);
      }
    }
  });
}

function setUp(rig: RunningRig): Scene {
  const connected = rig.connect();
  return {
    rig,
    connected,
    processor: connected.processor,
    fullRefund: (transactionId, differently = {}) => ({
      transactionId,
      amount: money(rig.amount),
      currency: 'USD',
      idempotencyKey: randomUUID(),
      reference: `rf_${randomUUID().replaceAll('-', '')}`,
      timeoutMs: 5_000,
      ...differently,
    }),
  };
}
