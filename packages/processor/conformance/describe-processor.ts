// The conformance kit: what every adapter must do, played against a stand-in for its company.
import { randomUUID } from 'node:crypto';
import { money } from '@makewhole/domain/money';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BEHAVIOURS, BEHAVIOUR_NUMBERS } from './behaviours.ts';
import { LISTING } from './play-lists.ts';
import { LOOKING_UP } from './play-lookups.ts';
import { OUTCOMES } from './play-outcomes.ts';
import { PAYING_OUT } from './play-payouts.ts';
import { SENDING } from './play-sends.ts';
import { SIGNING } from './play-webhooks.ts';
import type { Rig, RunningRig } from './rig.ts';
import type { Plays, Scene } from './scene.ts';

const PLAYS: Plays = { ...LOOKING_UP, ...SENDING, ...OUTCOMES, ...LISTING, ...SIGNING, ...PAYING_OUT };
/** As long as stripe-mock takes to be built, once. */
const PLAY_MS_MAX = 10 * 60_000;

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
        test(words, ({ skip }) => play(setUp(rig, (why) => skip(`NOT SHOWN, ${why}`))), PLAY_MS_MAX);
      }
    }
  });
}

function setUp(rig: RunningRig, notShown: Scene['notShown']): Scene {
  const connected = rig.connect();
  return {
    rig,
    connected,
    notShown,
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
