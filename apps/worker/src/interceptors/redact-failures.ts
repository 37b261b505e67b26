import { ApplicationFailure, CancelledFailure, CompleteAsyncError } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { safeError } from '@makewhole/runtime/safe-error';

/** Removes people's text from what an activity throws, before it enters the workflow's history. */
export function redactFailures(): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        const isMeant = [ApplicationFailure, CancelledFailure, CompleteAsyncError].some(
          (kind) => error instanceof kind,
        );
        if (isMeant) throw error;
        const { name, code, message } = safeError(error);
        throw ApplicationFailure.retryable(message, code ?? name);
      }
    },
  };
}
