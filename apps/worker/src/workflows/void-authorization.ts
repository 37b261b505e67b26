// One void of an authorization (R12): retried until its outcome is known. The payment itself shows it, so each try
// looks first, and sends only if nothing has happened.
import { CancellationScope, patched, setCurrentDetails, sleep } from '@temporalio/workflow';
import { hasVoidEnded, type VoidStatus } from '@makewhole/domain/voids';
import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { mailAtOnce } from './activity-proxies.ts';
import { SHOWN_IN_DETAILS, retryUntilDone } from './retry-until-done.ts';
import { now } from './refund/refund-progress.ts';

const MINUTE_MS = 60_000;
/** Waits between tries; the last one repeats. */
const TRY_AGAIN_AFTER_MS = [5_000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];
const TELL_A_PERSON_AFTER_MS = 60 * MINUTE_MS;

/** @returns voided or refused */
export function voidAuthorization(input: VoidWorkflowInput): Promise<VoidStatus> {
  return CancellationScope.nonCancellable(() => run(input));
}

async function run(input: VoidWorkflowInput): Promise<VoidStatus> {
  const startedMs = Date.now();
  let isNotified = false;
  for (let tries = 0; ; tries += 1) {
    const status = await retryUntilDone(
      SHOWN_IN_DETAILS,
      'Void the authorization at the processor',
    ).voidAtProcessor(input);
    setCurrentDetails(`**${status}** since ${now()}`);
    if (hasVoidEnded(status)) return status;
    if (!isNotified && Date.now() - startedMs >= TELL_A_PERSON_AFTER_MS) {
      const why = 'Tell the requester that no answer comes';
      // Mail that is down does not delay the next look.
      isNotified = patched('void-waits-for-no-mail')
        ? await mailAtOnce(why)
            .tellVoidUnanswered({ ...input, at: now() })
            .catch(() => false)
        : await retryUntilDone(SHOWN_IN_DETAILS, why, mailAtOnce).tellVoidUnanswered(input);
    }
    await sleep(TRY_AGAIN_AFTER_MS[tries] ?? TRY_AGAIN_AFTER_MS.at(-1) ?? MINUTE_MS, {
      summary: 'Ask about the authorization again',
    });
  }
}
