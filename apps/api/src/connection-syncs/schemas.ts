import { z } from '@hono/zod-openapi';
import { SYNC_MONTHS_MAX, SYNC_WAITS } from '@makewhole/domain/contracts/processor-sync';
import { flag } from '../http/define-route.ts';

const SYNC_STATES = ['backfilling', 'following', 'paused', 'stopped', 'done'] as const;

export const wantedSyncSchema = z
  .strictObject({
    since: z
      .union([z.iso.date(), z.iso.datetime({ offset: true })])
      .refine((since) => isPast(since), `must be in the past, and ${SYNC_MONTHS_MAX} months ago at most`)
      .optional()
      .openapi({
        description:
          'How far back, a day or an instant; 24 months ago if left out. An earlier one than before goes further back, and nothing is read twice for it.',
        example: '2024-12-01',
      }),
    dryRun: z
      .boolean()
      .default(false)
      .openapi({ description: 'Read and count everything, and keep nothing but the counts.' }),
  })
  .openapi('WantedConnectionSync');

export const syncQuery = z.strictObject({ dryRun: flag('The dry run, in place of the sync itself.') });

const counts = z.record(z.string(), z.int());

export const syncSchema = z
  .object({
    connectionId: z.string(),
    dryRun: z.boolean(),
    state: z.enum(SYNC_STATES).openapi({
      description:
        'backfilling: the past is read. following: it is read, and changes are followed. paused: by a person. stopped: the connection is disabled; it continues once it is enabled. done: a dry run that ended, or a company without a list of changes.',
    }),
    since: z.iso.datetime().openapi({ description: 'How far back it is to go.' }),
    beganAt: z.iso.datetime().openapi({
      description:
        'Refunds made elsewhere before this are history: they block their payments, without a task.',
    }),
    readBackTo: z.iso
      .datetime()
      .nullable()
      .openapi({ description: 'Back to here everything was read; null while the newest week is.' }),
    window: z
      .object({ from: z.iso.datetime(), to: z.iso.datetime() })
      .nullable()
      .openapi({ description: 'The week that is read now; null if none is.' }),
    pages: z.int(),
    counts: counts.openapi({
      description:
        'How many records of the past came to what: payments `added`, `updated`, `unchanged`; refunds `refund_ours`, `refund_marked`, `refund_reported`, `refund_known`, `refund_without_money`; and what `notTaken` and `noted` list. A kind of which there are none is left out.',
    }),
    followed: counts.openapi({ description: 'The same, of what changed since the past was read.' }),
    notTaken: z.array(
      z.object({
        kind: z.string(),
        count: z.int(),
        why: z.string().openapi({ description: 'For people.' }),
        sampleIds: z.array(z.string()).openapi({ description: "The company's IDs of at most 20 of them." }),
      }),
    ),
    noted: z
      .array(
        z.object({
          kind: z.string(),
          count: z.int(),
          what: z.string().openapi({ description: 'For people.' }),
          sampleIds: z.array(z.string()),
        }),
      )
      .openapi({ description: 'What to know of payments that were taken over.' }),
    waiting: z
      .object({
        for: z.enum(SYNC_WAITS),
        since: z.iso.datetime(),
        what: z.string().openapi({ description: 'For people.' }),
      })
      .nullable()
      .openapi({ description: 'Why nothing is read at the moment; null if something is.' }),
    pausedAt: z.iso.datetime().nullable(),
    lastPageAt: z.iso.datetime().openapi({ description: 'When something was last read.' }),
    finishedAt: z.iso.datetime().nullable(),
    gap: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable().openapi({
      description:
        'The last stretch whose changes the company had forgotten: what was created in it was read again. Null if there was none.',
    }),
  })
  .openapi('ConnectionSync');

export type SyncBody = z.infer<typeof syncSchema>;

function isPast(since: string): boolean {
  const earliest = new Date();
  earliest.setUTCMonth(earliest.getUTCMonth() - SYNC_MONTHS_MAX);
  const at = Date.parse(since);
  return at < Date.now() && at >= earliest.getTime();
}
