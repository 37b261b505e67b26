// The fault campaign in short against Stripe on its double, with a fixed seed: the same kinds, the same invariants. What
// Stripe cannot have is named as not played.
import { beforeAll, expect, it } from 'vitest';
import { runCampaign } from '../campaign/campaign.ts';
import { CANNOT_PLAY } from '../campaign/companies.ts';
import { KINDS } from '../campaign/kinds/all.ts';
import { lastLook } from '../campaign/last-look.ts';
import { startCampaignWorld, type CampaignWorld } from '../campaign/world.ts';

const SEED = 20261130;
/** What a company answers, tells and does with its money; the rest strikes parts that are the same for every company. */
const ABOUT_THE_COMPANY = [
  ...['timeout_after_success', 'timeout_before', 'saved_500_made', 'forgotten_key', 'lookup_away_after_loss'],
  ...['amount_mismatch', 'webhook_missing', 'webhook_forged', 'near_miss_id', 'processor_killed'],
  ...[
    'returned_after_closing',
    'payment_returned_after_closing',
    'dispute_races_refund',
    'dispute_opens_again',
  ],
  ...['refunded_elsewhere', 'earlier_refund_named', 'record_with_nul'],
];
/** On a machine that has other things to do as well. */
const LONG_MS = 900_000;

let world: CampaignWorld;
beforeAll(async () => {
  world = await startCampaignWorld('stripe');
  return () => world.stop();
}, LONG_MS);

it(
  'over every kind that is about the company finds nothing',
  async () => {
    const names = [...ABOUT_THE_COMPANY, ...Object.keys(CANNOT_PLAY.stripe)];
    const kinds = names.map((wanted) => {
      const kind = KINDS.find(({ name }) => name === wanted);
      if (kind === undefined) throw new Error(`There is no kind ${wanted}`);
      return kind;
    });
    const results = await runCampaign(world, {
      seed: SEED,
      runs: kinds.map((_, run) => run),
      kinds,
      sideBySide: 6,
      onResult: () => undefined,
    });
    expect(results.filter(({ violations, failure }) => violations.length > 0 || failure !== null)).toEqual(
      [],
    );
    const played = results.filter(({ skipped }) => skipped === null).map(({ kind }) => kind);
    expect(played.toSorted()).toEqual(ABOUT_THE_COMPANY.toSorted());
    const notPlayed = results.flatMap(({ kind, skipped }) => (skipped === null ? [] : [[kind, skipped]]));
    expect(Object.fromEntries(notPlayed)).toEqual(CANNOT_PLAY.stripe);
  },
  LONG_MS,
);

it(
  'leaves nothing that a reconciliation finds, and an audit trail that holds',
  async () => {
    const { violations, refundsHere } = await lastLook(world);
    expect(violations).toEqual([]);
    expect(refundsHere).toBeGreaterThan(ABOUT_THE_COMPANY.length / 2);
  },
  LONG_MS,
);
